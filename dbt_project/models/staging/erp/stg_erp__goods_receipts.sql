-- A supplier shipment also holds the moves that put goods on the shelf; only the moves that come
-- from the supplier are receipts.
with

stock_moves as (
    {{ current_rows(source('raw_erp', 'stock_move')) }}
),

locations as (
    {{ current_rows(source('raw_erp', 'stock_location')) }}
),

shipments as (
    {{ current_rows(source('raw_erp', 'stock_shipment_in')) }}
),

renamed as (
    select
        cast(stock_moves.id as varchar) as goods_receipt_line_id,
        shipments.number as receipt_number,
        cast(shipments.company as varchar) as entity_id,
        cast(shipments.supplier as varchar) as supplier_id,
        case
            when stock_moves.origin like 'purchase.line,%'
                then split_part(stock_moves.origin, ',', 2)
        end as purchase_order_line_id,
        cast(stock_moves.product as varchar) as item_id,
        cast(coalesce(stock_moves.effective_date, shipments.effective_date) as date)
            as receipt_date,
        {{ quantity('stock_moves.quantity') }} as quantity,
        cast(
            round(
                {{ line_amount(
                    'stock_moves.quantity', 'coalesce(stock_moves.cost_price, stock_moves.unit_price)'
                ) }},
                2
            ) as decimal(20, 4)
        ) as cost_amount,
        stock_moves._recorded_at as recorded_at
    from stock_moves
    inner join shipments
        on stock_moves.shipment = 'stock.shipment.in,' || cast(shipments.id as varchar)
    inner join locations on stock_moves.from_location = locations.id
    where stock_moves.state = 'done' and locations.type = 'supplier'
)

select * from renamed
