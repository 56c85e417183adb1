with

landed as (
    {{ current_rows(source('raw_files', 'items')) }}
),

renamed as (
    select
        cast(landed.item_id as varchar) as item_id,
        cast(landed.item_code as varchar) as item_code,
        cast(landed.item_name as varchar) as item_name,
        cast(landed.product_line as varchar) as product_line,
        cast(landed.category as varchar) as category,
        cast(landed.item_type as varchar) as item_type,
        cast(landed.unit_code as varchar) as unit_code,
        cast(landed.list_price as decimal(20, 4)) as list_price,
        cast(landed.cost_price as decimal(20, 4)) as cost_price,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
