-- A line whose order the source does not hold is shown without date and customer (has_order false).
with

lines as (
    select * from {{ ref('int_sales_order_lines_valued') }}
),

own_periods as (
    {{ own_periods() }}
),

published as (
    select
        lines.order_line_key,
        lines.order_key,
        lines.order_number,
        lines.has_order,
        lines.line_number,
        lines.entity_key,
        lines.customer_key,
        lines.product_key,
        lines.sales_rep_key,
        lines.order_date,
        {{ fiscal_period_of('lines.order_date') }} as fiscal_period,
        lines.state,
        lines.region,
        lines.is_intercompany,
        lines.quantity,
        lines.cancelled_quantity,
        lines.unit_code,
        lines.unit_price,
        lines.currency_code,
        lines.net_amount,
        lines.net_amount_functional,
        lines.net_amount_group,
        lines.source_system
    from lines
    {{ join_own_periods('lines.entity_key', 'lines.order_date') }}
)

select * from published
