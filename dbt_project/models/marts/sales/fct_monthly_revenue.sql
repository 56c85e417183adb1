-- Third-party revenue by month as invoiced, before tax, in group currency; a project that invoices
-- nothing shows its orders instead. Months without revenue have no row.
with

invoice_lines as (
    select * from {{ ref('fct_invoice_lines') }}
),

order_lines as (
    select * from {{ ref('fct_order_lines') }}
),

products as (
    select * from {{ ref('dim_products') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

invoice_counts as (
    select count(*) as invoice_line_count from invoice_lines
),

revenue_lines as (
    select
        invoice_lines.entity_key,
        invoice_lines.product_line,
        invoice_lines.region,
        invoice_lines.invoice_date as revenue_date,
        'invoices' as revenue_basis,
        invoice_lines.net_amount_group
    from invoice_lines
    where invoice_lines.is_revenue and not invoice_lines.is_intercompany
    union all
    select
        order_lines.entity_key,
        products.product_line,
        order_lines.region,
        order_lines.order_date as revenue_date,
        'orders' as revenue_basis,
        order_lines.net_amount_group
    from order_lines
    inner join invoice_counts on invoice_counts.invoice_line_count = 0
    left join products on order_lines.product_key = products.product_key
    where
        not order_lines.is_intercompany
        and order_lines.has_order
        and lower(coalesce(order_lines.state, '')) not in ('cancelled', 'canceled')
),

monthly as (
    select
        revenue_lines.entity_key,
        coalesce(revenue_lines.product_line, 'Unassigned') as product_line,
        coalesce(revenue_lines.region, 'Unassigned') as region,
        {{ month_start('revenue_lines.revenue_date') }} as month_start_date,
        min(revenue_lines.revenue_basis) as revenue_basis,
        sum(revenue_lines.net_amount_group) as net_amount_group
    from revenue_lines
    group by
        revenue_lines.entity_key,
        coalesce(revenue_lines.product_line, 'Unassigned'),
        coalesce(revenue_lines.region, 'Unassigned'),
        {{ month_start('revenue_lines.revenue_date') }}
),

published as (
    select
        monthly.entity_key,
        entities.entity_code,
        monthly.product_line,
        monthly.region,
        monthly.month_start_date,
        {{ month_of('monthly.month_start_date') }} as fiscal_period,
        monthly.revenue_basis,
        {{ money('monthly.net_amount_group') }} as net_amount_group
    from monthly
    left join entities on monthly.entity_key = entities.entity_key
)

select * from published
