-- Every change of an open item, dated; increases are positive.
with

events as (
    select * from {{ ref('int_receivable_events_dated') }}
),

own_periods as (
    {{ own_periods() }}
),

published as (
    select
        events.event_key,
        events.item_key,
        events.entity_key,
        events.customer_key,
        events.event_type,
        events.event_date,
        {{ fiscal_period_of('events.event_date') }} as fiscal_period,
        events.currency_code,
        events.amount,
        events.amount_functional,
        events.payment_key,
        events.allocation_key
    from events
    {{ join_own_periods('events.entity_key', 'events.event_date') }}
)

select * from published
