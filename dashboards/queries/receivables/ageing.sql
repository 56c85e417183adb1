-- Open receivables of third parties by age at the balance date.
select
    ageing.bucket,
    sum(
        case $currency_view
            when 'functional' then ageing.open_amount_functional
            else ageing.open_amount_group
        end
    ) as open_amount
from receivables.rpt_receivables_ageing as ageing
inner join ledger.dim_entities as entities
    on ageing.entity_key = entities.entity_key
left join sales.dim_customers as customers
    on ageing.customer_key = customers.customer_key
where
    ageing.as_of_date = $balance_date
    and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    and not coalesce(customers.is_intercompany, false)
group by ageing.bucket
