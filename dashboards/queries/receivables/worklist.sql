-- Whom to chase: overdue items of third parties today, most money first, with the customer's habit.
with usual_delays as (
    select
        customer_key,
        cast(round(median(cleared_date - due_date)) as integer) as usual_delay_days
    from receivables.fct_receivable_items
    where
        document_type = 'invoice'
        and cleared_date is not null
        and due_date is not null
    group by customer_key
)

select
    customers.customer_name,
    items.document_number,
    entities.entity_code,
    items.due_date,
    $as_of_date - items.due_date as days_late,
    usual_delays.usual_delay_days,
    items.currency_code,
    items.open_amount,
    case $currency_view
        when 'functional' then items.open_amount_functional
        else items.open_amount_group
    end as open_amount_shown
from receivables.fct_receivable_items as items
inner join ledger.dim_entities as entities
    on items.entity_key = entities.entity_key
inner join sales.dim_customers as customers
    on items.customer_key = customers.customer_key
left join usual_delays
    on items.customer_key = usual_delays.customer_key
where
    items.open_amount > 0
    and items.due_date < $as_of_date
    and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    and not customers.is_intercompany
order by open_amount_shown desc
limit 100
