with

production_orders as (
    select * from {{ ref('int_production_plan_lines_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

published as (
    select
        production_orders.production_order_key,
        production_orders.production_order_number,
        production_orders.entity_key,
        production_orders.product_key,
        production_orders.planned_date,
        {{ fiscal_period_of('production_orders.planned_date') }} as fiscal_period,
        production_orders.completed_date,
        production_orders.planned_quantity,
        production_orders.produced_quantity,
        production_orders.state,
        production_orders.source_system
    from production_orders
    {{ join_own_periods('production_orders.entity_key', 'production_orders.planned_date') }}
)

select * from published
