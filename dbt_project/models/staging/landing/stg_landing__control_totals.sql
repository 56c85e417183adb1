with

landed as (
    select * from {{ source('raw_landing', 'control_totals') }}
),

renamed as (
    select
        landed.load_id,
        landed.source_name,
        landed.table_name,
        landed.measure,
        {{ money('landed.source_amount') }} as source_amount,
        {{ money('landed.accepted_amount') }} as accepted_amount,
        {{ money('landed.quarantined_amount') }} as quarantined_amount,
        {{ money('landed.landed_amount') }} as landed_amount,
        cast(landed.recorded_at as timestamp) as recorded_at
    from landed
)

select * from renamed
