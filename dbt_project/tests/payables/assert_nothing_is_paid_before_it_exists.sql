-- AP-4: no settlement of a document is dated before the document itself.
with

events as (
    select * from {{ ref('fct_payable_events') }}
),

items as (
    select * from {{ ref('fct_payable_items') }}
)

select
    events.event_key,
    items.document_number,
    events.event_date,
    items.opened_date
from events
inner join items on events.item_key = items.item_key
where events.event_date < items.opened_date
