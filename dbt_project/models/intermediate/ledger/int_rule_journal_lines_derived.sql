-- The journals the posting rules make of business events: one journal an event, debit positive,
-- credit negative. Events that were refused make none.
with

applied as (
    select * from {{ ref('int_posting_rules_applied') }}
),

refused as (
    select * from {{ ref('int_posting_refusals_listed') }}
),

derived as (
    select
        md5(applied.event_measure_key || '|' || applied.line_role) as journal_line_key,
        applied.event_key as journal_key,
        applied.event_type,
        applied.entity_key,
        applied.account_key,
        applied.event_date as effective_date,
        applied.fiscal_period,
        applied.line_role,
        applied.rule_code,
        applied.party_key,
        applied.transaction_currency,
        applied.transaction_amount,
        applied.functional_currency,
        applied.functional_amount,
        applied.document_type,
        applied.document_key,
        applied.document_id,
        applied.document_number,
        applied.document_line_key,
        applied.source_system,
        applied.recorded_at
    from applied
    left join refused on applied.event_key = refused.event_key
    where refused.event_key is null
)

select * from derived
