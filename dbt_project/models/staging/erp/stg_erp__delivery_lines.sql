-- A shipment also holds the moves that pick goods from storage; only the moves that reach the
-- customer (or come back from him) are deliveries.
with

stock_moves as (
    {{ current_rows(source('raw_erp', 'stock_move')) }}
),

locations as (
    {{ current_rows(source('raw_erp', 'stock_location')) }}
),

shipped_moves as (
    select
        stock_moves.*,
        split_part(stock_moves.shipment, ',', 1) as shipment_model,
        split_part(stock_moves.shipment, ',', 2) as shipment_id,
        case
            when split_part(stock_moves.shipment, ',', 1) = 'stock.shipment.out.return' then -1
            else 1
        end as sign
    from stock_moves
    where stock_moves.state = 'done' and stock_moves.shipment like 'stock.shipment.out%'
),

renamed as (
    select
        cast(shipped_moves.id as varchar) as delivery_line_id,
        case
            when shipped_moves.sign = 1 then 'out-' || shipped_moves.shipment_id
            else 'return-' || shipped_moves.shipment_id
        end as delivery_id,
        case
            when shipped_moves.origin like 'sale.line,%'
                then split_part(shipped_moves.origin, ',', 2)
        end as order_line_id,
        cast(shipped_moves.product as varchar) as item_id,
        {{ quantity('shipped_moves.sign * shipped_moves.quantity') }} as quantity,
        cast(
            round(
                shipped_moves.sign
                * {{ line_amount('shipped_moves.quantity', 'shipped_moves.cost_price') }},
                2
            ) as decimal(20, 4)
        ) as cost_amount,
        shipped_moves._recorded_at as recorded_at
    from shipped_moves
    left join locations as from_locations on shipped_moves.from_location = from_locations.id
    left join locations as to_locations on shipped_moves.to_location = to_locations.id
    where
        (shipped_moves.sign = 1 and to_locations.type = 'customer')
        or (shipped_moves.sign = -1 and from_locations.type = 'customer')
)

select * from renamed
