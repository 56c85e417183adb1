with

landed as (
    {{ current_rows(source('raw_files', 'deliveries')) }}
),

renamed as (
    select
        cast(landed.delivery_id as varchar) as delivery_id,
        cast(landed.delivery_number as varchar) as delivery_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.customer_id as varchar) as customer_id,
        cast(landed.delivery_date as date) as delivery_date,
        cast(landed.state as varchar) as state,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
