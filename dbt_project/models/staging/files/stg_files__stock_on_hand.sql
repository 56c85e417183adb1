with

landed as (
    {{ current_rows(source('raw_files', 'stock_on_hand')) }}
),

renamed as (
    select
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.location as varchar) as location,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
