with

landed as (
    {{ current_rows(source('raw_files', 'purchase_order_lines')) }}
),

renamed as (
    select
        cast(landed.purchase_order_line_id as varchar) as purchase_order_line_id,
        cast(landed.purchase_order_id as varchar) as purchase_order_id,
        cast(landed.line_number as bigint) as line_number,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.unit_price as decimal(20, 6)) as unit_price,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.received_quantity as decimal(20, 6)) as received_quantity,
        cast(landed.rejected_quantity as decimal(20, 6)) as rejected_quantity,
        cast(landed.due_date as date) as due_date,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
