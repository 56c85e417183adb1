with

purchase_lines as (
    {{ current_rows(source('raw_erp', 'purchase_line')) }}
),

purchases as (
    {{ current_rows(source('raw_erp', 'purchase_purchase')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

stock_moves as (
    {{ current_rows(source('raw_erp', 'stock_move')) }}
),

locations as (
    {{ current_rows(source('raw_erp', 'stock_location')) }}
),

received as (
    select
        split_part(stock_moves.origin, ',', 2) as purchase_line_id,
        sum(cast(stock_moves.quantity as decimal(20, 6))) as received_quantity
    from stock_moves
    inner join locations on stock_moves.from_location = locations.id
    where
        stock_moves.state = 'done'
        and stock_moves.origin like 'purchase.line,%'
        and locations.type = 'supplier'
    group by split_part(stock_moves.origin, ',', 2)
),

renamed as (
    select
        cast(purchase_lines.id as varchar) as purchase_order_line_id,
        cast(purchase_lines.purchase as varchar) as purchase_order_id,
        cast(
            row_number() over (
                partition by purchase_lines.purchase
                order by coalesce(purchase_lines.sequence, 0) asc, purchase_lines.id asc
            ) as bigint
        ) as line_number,
        cast(purchase_lines.product as varchar) as item_id,
        {{ quantity('purchase_lines.quantity') }} as quantity,
        {{ quantity('purchase_lines.unit_price') }} as unit_price,
        {{ round_to_currency(
            line_amount('purchase_lines.quantity', 'purchase_lines.unit_price'), 'currencies.code'
        ) }} as net_amount,
        {{ quantity('coalesce(received.received_quantity, 0)') }} as received_quantity,
        cast(0 as decimal(20, 6)) as rejected_quantity,
        cast(
            coalesce(purchase_lines.delivery_date_store, purchases.delivery_date) as date
        ) as due_date,
        purchase_lines._recorded_at as recorded_at
    from purchase_lines
    inner join purchases on purchase_lines.purchase = purchases.id
    left join currencies on purchases.currency = currencies.id
    left join received on cast(purchase_lines.id as varchar) = received.purchase_line_id
    where purchase_lines.type = 'line' and purchases.purchase_date is not null
)

select * from renamed
