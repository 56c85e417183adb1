-- Ordered, received, rejected and billed side by side: the three-way match of each line. Received
-- and rejected goods are valued at order price, unrounded, since nobody posts these amounts.
with

lines as (
    select * from {{ ref('int_purchase_order_lines_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

orders as (
    select * from {{ ref('int_purchase_orders_valued') }}
),

bill_lines as (
    select * from {{ ref('int_supplier_bill_lines_valued') }}
),

billed as (
    select
        bill_lines.purchase_order_line_key,
        sum(bill_lines.quantity) as billed_quantity,
        sum(bill_lines.net_amount) as billed_amount
    from bill_lines
    where bill_lines.purchase_order_line_key is not null
    group by bill_lines.purchase_order_line_key
),

functional as (
    select
        lines.purchase_order_line_key,
        lines.purchase_order_key,
        orders.purchase_order_number,
        lines.line_number,
        orders.entity_key,
        orders.supplier_key,
        lines.product_key,
        orders.order_date,
        {{ fiscal_period_of('orders.order_date') }} as fiscal_period,
        lines.due_date,
        orders.state,
        lines.quantity,
        coalesce(lines.received_quantity, 0) as received_quantity,
        coalesce(lines.rejected_quantity, 0) as rejected_quantity,
        coalesce(billed.billed_quantity, 0) as billed_quantity,
        lines.unit_price,
        orders.currency_code,
        orders.functional_currency,
        orders.presentation_currency,
        orders.group_rate,
        lines.net_amount,
        {{ convert_amount(
            'lines.net_amount', 'orders.currency_code', 'orders.functional_currency',
            'orders.functional_rate'
        ) }} as net_amount_functional,
        coalesce(billed.billed_amount, 0) as billed_amount,
        lines.source_system
    from lines
    inner join orders on lines.purchase_order_key = orders.purchase_order_key
    left join billed on lines.purchase_order_line_key = billed.purchase_order_line_key
    {{ join_own_periods('orders.entity_key', 'orders.order_date') }}
),

published as (
    select
        functional.purchase_order_line_key,
        functional.purchase_order_key,
        functional.purchase_order_number,
        functional.line_number,
        functional.entity_key,
        functional.supplier_key,
        functional.product_key,
        functional.order_date,
        functional.fiscal_period,
        functional.due_date,
        functional.state,
        functional.quantity,
        {{ quantity('functional.received_quantity') }} as received_quantity,
        {{ quantity('functional.rejected_quantity') }} as rejected_quantity,
        {{ quantity('functional.billed_quantity') }} as billed_quantity,
        functional.unit_price,
        functional.currency_code,
        functional.net_amount,
        functional.net_amount_functional,
        {{ convert_amount(
            'functional.net_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as net_amount_group,
        {{ money(line_amount('functional.received_quantity', 'functional.unit_price')) }}
            as received_amount,
        {{ money(line_amount('functional.rejected_quantity', 'functional.unit_price')) }}
            as rejected_amount,
        {{ money('functional.billed_amount') }} as billed_amount,
        functional.source_system
    from functional
)

select * from published
