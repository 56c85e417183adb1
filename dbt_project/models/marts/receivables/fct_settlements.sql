-- What settled an item: money, a credit note set off, a write-off, an exchange difference.
with

events as (
    select * from {{ ref('int_receivable_events_dated') }}
),

items as (
    select * from {{ ref('int_receivable_items_opened') }}
),

published as (
    select
        events.event_key as settlement_key,
        events.payment_key,
        events.item_key,
        events.entity_key,
        events.customer_key,
        events.currency_code,
        {{ money('-events.amount') }} as applied_amount,
        {{ money('-events.amount_functional') }} as applied_amount_functional,
        events.event_date as settlement_date,
        case events.event_type
            when 'apply' then 'payment'
            when 'credit' then 'credit_note'
            else events.event_type
        end as settlement_type
    from events
    inner join items on events.item_key = items.item_key
    where
        events.allocation_key is not null
        and items.document_type <> 'on_account'
)

select * from published
