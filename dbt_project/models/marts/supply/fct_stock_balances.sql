-- Stock by month: what was there, what came, what went, what is left. Months run without gap from a
-- product's first move to the as-of date.
with

stock_moves as (
    select * from {{ ref('int_stock_moves_directed') }}
    where direction <> 'internal'
),

days as (
    select * from {{ ref('int_dates_spined') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

months as (
    select distinct days.fiscal_period
    from days
    inner join as_of on days.date_day <= as_of.as_of_date
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

monthly as (
    select
        stocked_products.entity_key,
        stocked_products.product_key,
        months.fiscal_period,
        coalesce(movements.in_quantity, 0) as in_quantity,
        coalesce(movements.out_quantity, 0) as out_quantity
    from stocked_products
    inner join months on stocked_products.first_period <= months.fiscal_period
    left join movements
        on
            stocked_products.entity_key = movements.entity_key
            and stocked_products.product_key = movements.product_key
            and months.fiscal_period = movements.fiscal_period
),

running as (
    select
        monthly.*,
        sum(monthly.in_quantity - monthly.out_quantity) over (
            partition by monthly.entity_key, monthly.product_key
            order by monthly.fiscal_period asc
            rows between unbounded preceding and current row
        ) as closing_quantity
    from monthly
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
