-- How far the posting rules reproduce the ledger: the documents of each kind and month, those the
-- rules refuse, those the ledger shows to the cent as the rules do, and those that differ.
with

events as (
    select distinct
        accounting_events.event_key,
        accounting_events.event_type,
        accounting_events.entity_key,
        accounting_events.fiscal_period,
        accounting_events.document_type,
        accounting_events.document_key
    from {{ ref('int_accounting_events_united') }} as accounting_events
    inner join {{ ref('int_posting_sources_resolved') }} as posting_sources
        on
            accounting_events.entity_key = posting_sources.entity_key
            and posting_sources.posting_source = 'erp'
),

refusals as (
    select * from {{ ref('fct_posting_refusals') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

differences as (
    select
        shadow_differences.document_type,
        shadow_differences.document_key,
        sum(abs(shadow_differences.difference_amount)) as difference_amount
    from {{ ref('fct_shadow_ledger_differences') }} as shadow_differences
    group by shadow_differences.document_type, shadow_differences.document_key
),

judged as (
    select
        events.*,
        refusals.event_key is not null as is_refused,
        differences.document_key is not null as is_differing,
        coalesce(differences.difference_amount, 0) as difference_amount
    from events
    left join refusals on events.event_key = refusals.event_key
    left join differences
        on
            events.document_type = differences.document_type
            and events.document_key = differences.document_key
),

counted as (
    select
        judged.entity_key,
        judged.event_type,
        judged.fiscal_period,
        cast(count(*) as bigint) as document_count,
        cast(sum(case when judged.is_refused then 1 else 0 end) as bigint) as refused_count,
        cast(
            sum(case when not judged.is_refused and not judged.is_differing then 1 else 0 end)
            as bigint
        ) as matched_count,
        cast(sum(case when judged.is_differing then 1 else 0 end) as bigint) as differing_count,
        sum(judged.difference_amount) as difference_amount
    from judged
    group by judged.entity_key, judged.event_type, judged.fiscal_period
),

covered as (
    select
        counted.entity_key,
        counted.event_type,
        counted.fiscal_period,
        counted.document_count,
        counted.refused_count,
        counted.matched_count,
        counted.differing_count,
        entities.functional_currency,
        {{ money('counted.difference_amount') }} as difference_amount
    from counted
    left join entities on counted.entity_key = entities.entity_key
)

select * from covered
