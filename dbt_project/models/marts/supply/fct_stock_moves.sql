with

stock_moves as (
    select * from {{ ref('int_stock_moves_directed') }}
),

published as (
    select
        stock_moves.stock_move_key,
        stock_moves.entity_key,
        stock_moves.product_key,
        stock_moves.move_date,
        stock_moves.fiscal_period,
        stock_moves.from_location,
        stock_moves.to_location,
        stock_moves.direction,
        stock_moves.quantity,
        stock_moves.unit_code,
        stock_moves.unit_cost,
        stock_moves.cost_amount_functional,
        stock_moves.document_type,
        stock_moves.document_key,
        stock_moves.source_system
    from stock_moves
)

select * from published
