-- A stock move counts once it is done. It is in when goods come to a place of our own from outside
-- (a supplier, production, a correction), out when they leave for outside, internal otherwise.
with

stock_moves as (
    select * from {{ ref('int_stock_moves_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

directed as (
    select
        stock_moves.stock_move_key,
        stock_moves.entity_key,
        stock_moves.product_key,
        stock_moves.move_date,
        {{ fiscal_period_of('stock_moves.move_date') }} as fiscal_period,
        stock_moves.from_location,
        stock_moves.to_location,
        case
            when
                stock_moves.to_location_type in ('storage', 'warehouse', 'view')
                and stock_moves.from_location_type not in ('storage', 'warehouse', 'view')
                then 'in'
            when
                stock_moves.from_location_type in ('storage', 'warehouse', 'view')
                and stock_moves.to_location_type not in ('storage', 'warehouse', 'view')
                then 'out'
            else 'internal'
        end as direction,
        stock_moves.quantity,
        stock_moves.unit_code,
        stock_moves.unit_cost,
        {{ round_to_currency(
            line_amount('stock_moves.quantity', 'coalesce(stock_moves.unit_cost, 0)'), "'XXX'"
        ) }} as cost_amount_functional,
        stock_moves.document_type,
        {{ surrogate_key('stock_moves.document_id', 'stock_moves.source_system') }}
            as document_key,
        stock_moves.source_system
    from stock_moves
    inner join as_of on stock_moves.move_date <= as_of.as_of_date
    {{ join_own_periods('stock_moves.entity_key', 'stock_moves.move_date') }}
    where coalesce(stock_moves.state, 'done') = 'done'
)

select * from directed
