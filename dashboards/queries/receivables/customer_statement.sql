-- One customer's account since the start of the trend: every event with the running balance.
with customer_events as (
    select
        events.event_date,
        events.event_type,
        items.document_number,
        items.document_type,
        items.currency_code,
        events.event_key,
        events.amount,
        sum(events.amount) over (
            partition by items.currency_code
            order by events.event_date asc, events.amount desc, events.event_key asc
            rows between unbounded preceding and current row
        ) as balance_amount
    from receivables.fct_receivable_events as events
    inner join receivables.fct_receivable_items as items
        on events.item_key = items.item_key
    inner join ledger.dim_entities as entities
        on items.entity_key = entities.entity_key
    inner join sales.dim_customers as customers
        on items.customer_key = customers.customer_key
    where
        customers.customer_number = $customer_number
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
        and events.event_date <= $balance_date
)

select
    event_date,
    event_type,
    document_number,
    document_type,
    currency_code,
    amount,
    balance_amount
from customer_events
where amount <> 0
order by event_date desc, amount asc, event_key desc
limit 200
