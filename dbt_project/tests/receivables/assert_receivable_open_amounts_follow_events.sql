-- AR-2: what is open of an item is what it began with and everything that changed it since.
with

items as (
    select * from {{ ref('fct_receivable_items') }}
),

events as (
    select
        item_key,
        sum(amount) as amount,
        sum(amount_functional) as amount_functional
    from {{ ref('fct_receivable_events') }}
    group by item_key
)

select
    items.item_key,
    items.open_amount,
    events.amount
from items
inner join events on items.item_key = events.item_key
where
    items.open_amount <> events.amount
    or items.open_amount_functional <> events.amount_functional
