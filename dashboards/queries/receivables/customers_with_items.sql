-- Third-party customers that have receivable items with the chosen entity, most open money first.
select
    customers.customer_number,
    customers.customer_name,
    sum(items.open_amount_group) as open_amount_group
from receivables.fct_receivable_items as items
inner join ledger.dim_entities as entities
    on items.entity_key = entities.entity_key
inner join sales.dim_customers as customers
    on items.customer_key = customers.customer_key
where
    (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    and not customers.is_intercompany
group by customers.customer_number, customers.customer_name
order by open_amount_group desc, customers.customer_number asc
limit 500
