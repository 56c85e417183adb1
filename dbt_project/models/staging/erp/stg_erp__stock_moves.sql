with

stock_moves as (
    {{ current_rows(source('raw_erp', 'stock_move')) }}
),

locations as (
    {{ current_rows(source('raw_erp', 'stock_location')) }}
),

units as (
    {{ current_rows(source('raw_erp', 'product_uom')) }}
),

renamed as (
    select
        cast(stock_moves.id as varchar) as stock_move_id,
        cast(stock_moves.company as varchar) as entity_id,
        cast(stock_moves.product as varchar) as item_id,
        cast(coalesce(stock_moves.effective_date, stock_moves.planned_date) as date) as move_date,
        from_locations.name as from_location,
        to_locations.name as to_location,
        from_locations.type as from_location_type,
        to_locations.type as to_location_type,
        {{ quantity('coalesce(stock_moves.internal_quantity, stock_moves.quantity)') }} as quantity,
        coalesce(units.symbol, units.name) as unit_code,
        {{ quantity('stock_moves.cost_price') }} as unit_cost,
        stock_moves.state,
        case
            when stock_moves.shipment like 'stock.shipment.out%' then 'delivery'
            when stock_moves.shipment like 'stock.shipment.in%' then 'goods_receipt'
            when
                stock_moves.production_input is not null
                or stock_moves.production_output is not null
                then 'production'
        end as document_type,
        case
            when stock_moves.shipment like 'stock.shipment.out.return,%'
                then 'return-' || split_part(stock_moves.shipment, ',', 2)
            when stock_moves.shipment like 'stock.shipment.out,%'
                then 'out-' || split_part(stock_moves.shipment, ',', 2)
            when stock_moves.shipment is not null then split_part(stock_moves.shipment, ',', 2)
            else cast(
                coalesce(stock_moves.production_input, stock_moves.production_output) as varchar
            )
        end as document_id,
        stock_moves._recorded_at as recorded_at
    from stock_moves
    left join locations as from_locations on stock_moves.from_location = from_locations.id
    left join locations as to_locations on stock_moves.to_location = to_locations.id
    left join units on stock_moves.unit = units.id
)

select * from renamed
