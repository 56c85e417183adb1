-- Order lines in three currencies. A line whose order the source does not hold is kept, without
-- date or customer: its amount is stated in the default entity's currency.
with

lines as (
    select * from {{ ref('int_sales_order_lines_unioned') }}
),

all_orders as (
    select order_key from {{ ref('int_sales_orders_unioned') }}
),

orders as (
    select * from {{ ref('int_sales_orders_valued') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

placed as (
    select
        lines.order_line_key,
        lines.order_key,
        lines.line_number,
        lines.product_key,
        lines.quantity,
        lines.cancelled_quantity,
        lines.unit_code,
        lines.unit_price,
        lines.net_amount,
        lines.source_system,
        orders.order_key is not null as has_order,
        orders.order_number,
        entities.entity_key,
        orders.customer_key,
        orders.conformed_sales_rep_key as sales_rep_key,
        orders.order_date,
        orders.state,
        orders.sales_region as region,
        coalesce(orders.is_intercompany, false) as is_intercompany,
        coalesce(orders.currency_code, entities.functional_currency) as currency_code,
        entities.functional_currency,
        as_of.presentation_currency,
        orders.functional_rate,
        orders.group_rate
    from lines
    cross join as_of
    left join orders on lines.order_key = orders.order_key
    left join all_orders on lines.order_key = all_orders.order_key
    left join entities
        on
            coalesce(
                orders.entity_key,
                {{ entity_key('cast(null as varchar)', 'lines.source_system') }}
            ) = entities.entity_key
    -- Lines of a draft, or of an order after the as-of date, are left out with their order.
    where orders.order_key is not null or all_orders.order_key is null
),

functional as (
    select
        placed.*,
        {{ convert_amount(
            'placed.net_amount', 'placed.currency_code', 'placed.functional_currency',
            'placed.functional_rate'
        ) }} as net_amount_functional
    from placed
),

valued as (
    select
        functional.*,
        {{ convert_amount(
            'functional.net_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as net_amount_group
    from functional
)

select * from valued
