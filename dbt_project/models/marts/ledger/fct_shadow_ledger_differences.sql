-- Where the ledger the source posted differs from the one the posting rules derive from the same
-- documents, each difference under its class.
with

differences as (
    select * from {{ ref('int_shadow_ledger_compared') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

events as (
    select
        accounting_events.document_type,
        accounting_events.document_key,
        min(accounting_events.event_type) as event_type,
        min(accounting_events.document_number) as document_number
    from {{ ref('int_accounting_events_united') }} as accounting_events
    group by accounting_events.document_type, accounting_events.document_key
),

described as (
    select
        differences.difference_key,
        differences.document_type,
        differences.document_key,
        events.event_type,
        events.document_number,
        differences.entity_key,
        differences.account_key,
        differences.fiscal_period,
        differences.difference_class,
        entities.functional_currency,
        differences.rule_amount,
        differences.posted_amount,
        differences.difference_amount
    from differences
    left join entities on differences.entity_key = entities.entity_key
    left join events
        on
            differences.document_type = events.document_type
            and differences.document_key = events.document_key
)

select * from described
