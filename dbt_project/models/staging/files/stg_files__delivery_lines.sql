with

landed as (
    {{ current_rows(source('raw_files', 'delivery_lines')) }}
),

renamed as (
    select
        cast(landed.delivery_line_id as varchar) as delivery_line_id,
        cast(landed.delivery_id as varchar) as delivery_id,
        cast(landed.order_line_id as varchar) as order_line_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.cost_amount as decimal(20, 4)) as cost_amount,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
