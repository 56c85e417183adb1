-- Order totals are the source's own, whatever its lines add up to.
with

orders as (
    select * from {{ ref('int_sales_orders_valued') }}
),

own_periods as (
    {{ own_periods() }}
),

published as (
    select
        orders.order_key,
        orders.order_number,
        orders.entity_key,
        orders.customer_key,
        orders.conformed_sales_rep_key as sales_rep_key,
        orders.order_date,
        {{ fiscal_period_of('orders.order_date') }} as fiscal_period,
        orders.state,
        lower(coalesce(orders.state, '')) in ('cancelled', 'canceled') as is_cancelled,
        orders.is_intercompany,
        orders.sales_region as region,
        orders.channel,
        orders.external_reference,
        orders.currency_code,
        orders.net_amount,
        orders.net_amount_functional,
        orders.net_amount_group,
        orders.tax_amount,
        orders.tax_amount_functional,
        orders.tax_amount_group,
        orders.freight_amount,
        orders.freight_amount_functional,
        orders.freight_amount_group,
        orders.gross_amount,
        orders.gross_amount_functional,
        orders.gross_amount_group,
        orders.source_system,
        orders.recorded_at
    from orders
    {{ join_own_periods('orders.entity_key', 'orders.order_date') }}
)

select * from published
