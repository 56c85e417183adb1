-- Stock by fiscal period: what was there, what came, what went, what is left. Periods run without
-- gap from a product's first move to the as-of date.
with

stock_moves as (
    select * from {{ ref('int_stock_moves_directed') }}
    where direction <> 'internal'
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

periods as (
    select
        fiscal_periods.entity_key,
        fiscal_periods.fiscal_period
    from {{ ref('int_fiscal_periods_resolved') }} as fiscal_periods
    inner join as_of on fiscal_periods.starts_date <= as_of.as_of_date
),

movements as (
    select
        stock_moves.entity_key,
        stock_moves.product_key,
        stock_moves.fiscal_period,
        sum(case when stock_moves.direction = 'in' then stock_moves.quantity else 0 end)
            as in_quantity,
        sum(case when stock_moves.direction = 'out' then stock_moves.quantity else 0 end)
            as out_quantity
    from stock_moves
    group by stock_moves.entity_key, stock_moves.product_key, stock_moves.fiscal_period
),

stocked_products as (
    select
        movements.entity_key,
        movements.product_key,
        min(movements.fiscal_period) as first_period
    from movements
    group by movements.entity_key, movements.product_key
),

by_period as (
    select
        stocked_products.entity_key,
        stocked_products.product_key,
        periods.fiscal_period,
        coalesce(movements.in_quantity, 0) as in_quantity,
        coalesce(movements.out_quantity, 0) as out_quantity
    from stocked_products
    inner join periods
        on
            stocked_products.entity_key = periods.entity_key
            and stocked_products.first_period <= periods.fiscal_period
    left join movements
        on
            stocked_products.entity_key = movements.entity_key
            and stocked_products.product_key = movements.product_key
            and periods.fiscal_period = movements.fiscal_period
),

running as (
    select
        by_period.*,
        sum(by_period.in_quantity - by_period.out_quantity) over (
            partition by by_period.entity_key, by_period.product_key
            order by by_period.fiscal_period asc
            rows between unbounded preceding and current row
        ) as closing_quantity
    from by_period
),

published as (
    select
        running.entity_key,
        running.product_key,
        running.fiscal_period,
        {{ quantity('running.closing_quantity - running.in_quantity + running.out_quantity') }}
            as opening_quantity,
        {{ quantity('running.in_quantity') }} as in_quantity,
        {{ quantity('running.out_quantity') }} as out_quantity,
        {{ quantity('running.closing_quantity') }} as closing_quantity
    from running
)

select * from published
