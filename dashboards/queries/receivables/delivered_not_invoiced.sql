-- Delivered and not yet invoiced, by customer, oldest delivery first told, in group currency.
select
    customers.customer_name,
    entities.entity_code,
    count(*) as item_count,
    min(order_lines.first_shipped_date) as oldest_date,
    sum(
        greatest(order_lines.delivered_amount_group - order_lines.invoiced_amount_group, 0)
    )
        as amount_group
from sales.fct_order_to_cash as order_lines
inner join sales.dim_customers as customers
    on order_lines.customer_key = customers.customer_key
inner join ledger.dim_entities as entities
    on order_lines.entity_key = entities.entity_key
where
    order_lines.leakage_reason = 'delivered_not_invoiced'
    and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    and not customers.is_intercompany
group by customers.customer_name, entities.entity_code
order by amount_group desc
limit 50
