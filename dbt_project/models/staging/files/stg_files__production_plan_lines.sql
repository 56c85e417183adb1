with

landed as (
    {{ current_rows(source('raw_files', 'production_plan_lines')) }}
),

renamed as (
    select
        cast(landed.production_order_id as varchar) as production_order_id,
        cast(landed.production_order_number as varchar) as production_order_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.planned_date as date) as planned_date,
        cast(landed.planned_quantity as decimal(20, 6)) as planned_quantity,
        cast(landed.produced_quantity as decimal(20, 6)) as produced_quantity,
        cast(landed.completed_date as date) as completed_date,
        cast(landed.state as varchar) as state,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
