-- The twenty-five largest debtors by age at the balance date; the others in one last row.
with open_amounts as (
    select
        ageing.customer_key,
        ageing.bucket,
        case $currency_view
            when 'functional' then ageing.open_amount_functional
            else ageing.open_amount_group
        end as open_amount
    from receivables.rpt_receivables_ageing as ageing
    inner join ledger.dim_entities as entities
        on ageing.entity_key = entities.entity_key
    left join sales.dim_customers as customers
        on ageing.customer_key = customers.customer_key
    where
        ageing.as_of_date = $balance_date
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
        and not coalesce(customers.is_intercompany, false)
),

by_customer as (
    select
        customer_key,
        coalesce(sum(open_amount) filter (where bucket = 'not_due'), 0) as not_due_amount,
        coalesce(sum(open_amount) filter (where bucket = '1_30'), 0) as days_1_30_amount,
        coalesce(sum(open_amount) filter (where bucket = '31_60'), 0) as days_31_60_amount,
        coalesce(sum(open_amount) filter (where bucket = '61_90'), 0) as days_61_90_amount,
        coalesce(sum(open_amount) filter (where bucket = 'over_90'), 0) as over_90_amount,
        sum(open_amount) as open_amount
    from open_amounts
    group by customer_key
),

ranked as (
    select
        *,
        row_number() over (order by open_amount desc, customer_key asc) as place
    from by_customer
    where open_amount <> 0 or not_due_amount <> 0
)

select
    case when ranked.place <= 25 then customers.customer_name end as customer_name,
    count(*) as customer_count,
    sum(ranked.not_due_amount) as not_due_amount,
    sum(ranked.days_1_30_amount) as days_1_30_amount,
    sum(ranked.days_31_60_amount) as days_31_60_amount,
    sum(ranked.days_61_90_amount) as days_61_90_amount,
    sum(ranked.over_90_amount) as over_90_amount,
    sum(ranked.open_amount) as open_amount
from ranked
left join sales.dim_customers as customers
    on ranked.customer_key = customers.customer_key
group by least(ranked.place, 26), case when ranked.place <= 25 then customers.customer_name end
order by least(ranked.place, 26) asc
