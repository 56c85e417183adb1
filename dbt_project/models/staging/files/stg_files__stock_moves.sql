with

landed as (
    {{ current_rows(source('raw_files', 'stock_moves')) }}
),

renamed as (
    select
        cast(landed.stock_move_id as varchar) as stock_move_id,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.move_date as date) as move_date,
        cast(landed.from_location as varchar) as from_location,
        cast(landed.to_location as varchar) as to_location,
        cast(landed.from_location_type as varchar) as from_location_type,
        cast(landed.to_location_type as varchar) as to_location_type,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.unit_code as varchar) as unit_code,
        cast(landed.unit_cost as decimal(20, 6)) as unit_cost,
        cast(landed.state as varchar) as state,
        cast(landed.document_type as varchar) as document_type,
        cast(landed.document_id as varchar) as document_id,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
