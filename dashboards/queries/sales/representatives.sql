-- Order intake by sales representative in the window and the same window last year, group currency.
select
    coalesce(representatives.sales_rep_name, '') as sales_rep_name,
    coalesce(representatives.team, '') as team,
    count(distinct order_lines.order_key) filter (
        where order_lines.fiscal_period between $from_period and $fiscal_period
    ) as order_count,
    coalesce(sum(order_lines.net_amount_group) filter (
        where order_lines.fiscal_period between $from_period and $fiscal_period
    ), 0) as ac_amount,
    coalesce(sum(order_lines.net_amount_group) filter (
        where order_lines.fiscal_period between $prior_from_period and $prior_period
    ), 0) as py_amount,
    true as increase_is_good
from sales.fct_order_lines as order_lines
inner join ledger.dim_entities as entities
    on order_lines.entity_key = entities.entity_key
left join sales.dim_sales_reps as representatives
    on order_lines.sales_rep_key = representatives.sales_rep_key
left join sales.dim_customers as customers
    on order_lines.customer_key = customers.customer_key
where
    (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    and not coalesce(customers.is_intercompany, false)
group by representatives.sales_rep_name, representatives.team
having ac_amount <> 0 or py_amount <> 0
order by ac_amount desc
limit 25
