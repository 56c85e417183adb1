-- The twenty largest customers of the window with their share, the prior year and what is left.
-- Third-party invoices in group currency; orders where a project has no invoices.
with sold_lines as (
    select
        customer_key,
        entity_key,
        fiscal_period,
        net_amount_group
    from sales.fct_invoice_lines
    where not is_intercompany
    union all
    select
        customer_key,
        entity_key,
        fiscal_period,
        net_amount_group
    from sales.fct_order_lines
    where not exists (select 1 from sales.fct_invoice_lines)
),

by_customer as (
    select
        sold_lines.customer_key,
        coalesce(sum(sold_lines.net_amount_group) filter (
            where sold_lines.fiscal_period between $from_period and $fiscal_period
        ), 0) as ac_amount,
        coalesce(sum(sold_lines.net_amount_group) filter (
            where sold_lines.fiscal_period between $prior_from_period and $prior_period
        ), 0) as py_amount
    from sold_lines
    inner join ledger.dim_entities as entities
        on sold_lines.entity_key = entities.entity_key
    where entities.entity_code = $entity_code or $entity_code = 'GROUP'
    group by sold_lines.customer_key
),

ranked as (
    select
        by_customer.*,
        row_number() over (order by by_customer.ac_amount desc, by_customer.customer_key asc)
            as place,
        sum(by_customer.ac_amount) over () as total_amount
    from by_customer
    where by_customer.ac_amount <> 0 or by_customer.py_amount <> 0
),

named as (
    select
        least(ranked.place, 21) as place,
        case when ranked.place <= 20 then customers.customer_name end as customer_name,
        sum(ranked.ac_amount) as ac_amount,
        sum(ranked.py_amount) as py_amount,
        any_value(ranked.total_amount) as total_amount,
        count(*) as customer_count
    from ranked
    left join sales.dim_customers as customers
        on ranked.customer_key = customers.customer_key
    group by all
)

select
    customer_name,
    customer_count,
    ac_amount,
    py_amount,
    cast(sum(ac_amount) over (order by place asc) / nullif(total_amount, 0) as decimal(9, 4))
        as cumulative_ratio,
    true as increase_is_good
from named
order by place asc
