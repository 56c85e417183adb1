-- Order totals are the source's own, whatever its lines add up to.
with

orders as (
    select * from {{ ref('int_purchase_orders_valued') }}
),

own_periods as (
    {{ own_periods() }}
),

published as (
    select
        orders.purchase_order_key,
        orders.purchase_order_number,
        orders.entity_key,
        orders.supplier_key,
        orders.order_date,
        {{ fiscal_period_of('orders.order_date') }} as fiscal_period,
        orders.state,
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
