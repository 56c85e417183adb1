{{ config(severity='warn') }}
-- Our stock by product equals the stock the source itself reports in its own storage locations. A
-- source may report a later day than the as-of date, hence a warning.
with

moves as (
    select * from {{ ref('int_stock_moves_unioned') }}
),

reported as (
    select * from {{ ref('int_stock_on_hand_unioned') }}
),

balances as (
    select * from {{ ref('fct_stock_balances') }}
),

own_locations as (
    select moves.to_location as location_name
    from moves
    where moves.to_location_type in ('storage', 'warehouse', 'view')
    union
    select moves.from_location as location_name
    from moves
    where moves.from_location_type in ('storage', 'warehouse', 'view')
),

newest as (
    select max(balances.fiscal_period) as fiscal_period from balances
),

reported_products as (
    select
        reported.entity_key,
        reported.product_key,
        sum(reported.quantity) as reported_quantity
    from reported
    where reported.location in (select own_locations.location_name from own_locations)
    group by reported.entity_key, reported.product_key
)

select
    reported_products.entity_key,
    reported_products.product_key,
    reported_products.reported_quantity,
    balances.closing_quantity
from reported_products
cross join newest
left join balances
    on
        reported_products.entity_key = balances.entity_key
        and reported_products.product_key = balances.product_key
        and newest.fiscal_period = balances.fiscal_period
where reported_products.reported_quantity <> coalesce(balances.closing_quantity, 0)
