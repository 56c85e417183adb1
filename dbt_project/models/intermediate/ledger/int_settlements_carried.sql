-- What each payment settles of a document: the transaction amount, its worth at the rate of the
-- payment's day, and the share of the document's carrying amount that goes with it. Shares are
-- cumulative over the settlements of a document, so that the last one leaves nothing behind; credit
-- notes come off the carrying amount first, at their own rate.
with

document_amounts as (
    select
        events.document_type,
        events.document_key,
        events.entity_key,
        events.document_account_key as control_account_key,
        events.currency_code,
        events.amount as gross_amount,
        events.amount_functional as gross_functional
    from {{ ref('int_document_events_measured') }} as events
    where events.event_measure = 'gross'
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

allocations as (
    select
        'invoice' as document_type,
        invoice_allocations.invoice_key as document_key,
        invoice_allocations.allocation_key,
        invoice_allocations.allocation_type,
        invoice_allocations.payment_key,
        invoice_allocations.allocation_date,
        invoice_allocations.applied_amount
    from {{ ref('int_payment_allocations_unioned') }} as invoice_allocations
    where invoice_allocations.allocation_type <> 'fx_realised'
    union all
    select
        'bill' as document_type,
        bill_allocations.bill_key as document_key,
        bill_allocations.allocation_key,
        bill_allocations.allocation_type,
        bill_allocations.payment_key,
        bill_allocations.allocation_date,
        bill_allocations.applied_amount
    from {{ ref('int_bill_allocations_unioned') }} as bill_allocations
    where bill_allocations.allocation_type <> 'fx_realised'
),

rated as (
    select
        allocations.*,
        document_amounts.control_account_key,
        document_amounts.currency_code,
        document_amounts.gross_amount,
        document_amounts.gross_functional,
        entities.functional_currency,
        {{ convert_amount(
            'allocations.applied_amount', 'document_amounts.currency_code',
            'entities.functional_currency', 'spot_rates.rate'
        ) }} as applied_functional
    from allocations
    inner join document_amounts
        on
            allocations.document_type = document_amounts.document_type
            and allocations.document_key = document_amounts.document_key
    inner join entities on document_amounts.entity_key = entities.entity_key
    left join spot_rates
        on
            allocations.allocation_date = spot_rates.rate_date
            and document_amounts.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
),

credits as (
    select
        rated.document_type,
        rated.document_key,
        sum(rated.applied_amount) as credited_amount,
        sum(rated.applied_functional) as credited_functional
    from rated
    where rated.allocation_type = 'credit_note'
    group by rated.document_type, rated.document_key
),

running as (
    select
        rated.*,
        rated.gross_amount - coalesce(credits.credited_amount, 0) as open_amount,
        rated.gross_functional - coalesce(credits.credited_functional, 0) as open_functional,
        sum(rated.applied_amount) over (
            partition by rated.document_type, rated.document_key
            order by rated.allocation_date asc, rated.allocation_key asc
            rows between unbounded preceding and current row
        ) as running_amount
    from rated
    left join credits
        on
            rated.document_type = credits.document_type
            and rated.document_key = credits.document_key
    where rated.allocation_type <> 'credit_note'
),

shared as (
    select
        running.*,
        case
            when running.running_amount = running.open_amount then running.open_functional
            else {{ round_to_currency(
                multiply(
                    'running.open_functional', ratio('running.running_amount', 'running.open_amount')
                ),
                'running.functional_currency'
            ) }}
        end as reached_functional
    from running
),

carried as (
    select
        shared.document_type,
        shared.document_key,
        shared.allocation_key,
        shared.allocation_type,
        shared.payment_key,
        shared.control_account_key,
        shared.currency_code,
        {{ money('shared.applied_amount') }} as applied_amount,
        {{ money('shared.applied_functional') }} as applied_functional,
        cast(
            shared.reached_functional
            - coalesce(
                lag(shared.reached_functional) over (
                    partition by shared.document_type, shared.document_key
                    order by shared.allocation_date asc, shared.allocation_key asc
                ),
                0
            ) as decimal(20, 4)
        ) as carried_functional
    from shared
)

select * from carried
