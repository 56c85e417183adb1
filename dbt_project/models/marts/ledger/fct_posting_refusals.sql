-- Business events no rule could post, each with the reason and the remedy: nothing is dropped in
-- silence.
with

refusals as (
    select * from {{ ref('int_posting_refusals_listed') }}
),

selected as (
    select
        refusals.event_key,
        refusals.event_type,
        refusals.entity_key,
        refusals.event_date,
        refusals.document_type,
        refusals.document_key,
        refusals.document_number,
        refusals.functional_currency,
        refusals.largest_amount,
        refusals.missing_part,
        refusals.reason,
        refusals.remedy,
        refusals.source_system
    from refusals
)

select * from selected
