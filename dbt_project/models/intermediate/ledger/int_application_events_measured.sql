-- What settles a document without money moving that day: a sum on account applied later, worth what
-- it was when it moved, and a sum written off. Only where the rules post an entity's documents: a
-- ledger that is posted has journals of its own for them, which name no document.
with

settlements as (
    select * from {{ ref('int_settlements_carried') }}
    where is_applied_later or allocation_type = 'write_off'
),

posting_sources as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

settled as (
    select
        settlements.*,
        case settlements.document_type when 'invoice' then 'customer' else 'supplier' end
        || case settlements.allocation_type
            when 'write_off' then '_write_off'
            else '_application'
        end as event_type
    from settlements
    inner join posting_sources on settlements.entity_key = posting_sources.entity_key
),

measured as (
    select
        settled.allocation_key,
        'settled' as event_measure,
        settled.control_account_key as document_account_key,
        settled.currency_code,
        settled.applied_amount as amount,
        settled.applied_functional as amount_functional
    from settled
    union all
    select
        settled.allocation_key,
        'applied' as event_measure,
        cast(null as varchar) as document_account_key,
        settled.currency_code,
        settled.applied_amount as amount,
        settled.applied_functional as amount_functional
    from settled
    where settled.allocation_type <> 'write_off'
    union all
    select
        settled.allocation_key,
        'exchange' as event_measure,
        settled.control_account_key as document_account_key,
        settled.functional_currency as currency_code,
        settled.carried_functional - settled.applied_functional as amount,
        settled.carried_functional - settled.applied_functional as amount_functional
    from settled
    where coalesce(settled.carried_functional <> settled.applied_functional, true)
    union all
    select
        settled.allocation_key,
        'written_off' as event_measure,
        cast(null as varchar) as document_account_key,
        settled.functional_currency as currency_code,
        settled.carried_functional as amount,
        settled.carried_functional as amount_functional
    from settled
    where settled.allocation_type = 'write_off'
),

events as (
    select
        settled.event_type,
        settled.entity_key,
        settled.allocation_date as event_date,
        case settled.document_type
            when 'invoice' then 'payment_allocation'
            else 'bill_allocation'
        end as document_type,
        settled.allocation_key as document_key,
        settled.allocation_id as document_id,
        settled.allocation_id as document_number,
        settled.party_key,
        settled.intercompany_entity_key,
        cast(null as varchar) as product_key,
        measured.event_measure,
        settled.allocation_key as document_line_key,
        measured.document_account_key,
        measured.currency_code,
        {{ money('measured.amount') }} as amount,
        {{ money('measured.amount_functional') }} as amount_functional,
        settled.source_system,
        settled.recorded_at
    from measured
    inner join settled on measured.allocation_key = settled.allocation_key
)

select * from events
