with

landed as (
    {{ current_rows(source('raw_files', 'sales_order_lines')) }}
),

renamed as (
    select
        cast(landed.order_line_id as varchar) as order_line_id,
        cast(landed.order_id as varchar) as order_id,
        cast(landed.line_number as bigint) as line_number,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.unit_code as varchar) as unit_code,
        cast(landed.unit_price as decimal(20, 6)) as unit_price,
        cast(landed.discount_amount as decimal(20, 4)) as discount_amount,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.cancelled_quantity as decimal(20, 6)) as cancelled_quantity,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
