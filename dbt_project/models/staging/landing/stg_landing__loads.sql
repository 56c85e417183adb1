with

landed as (
    select * from {{ source('raw_landing', 'loads') }}
),

renamed as (
    select
        landed.load_id,
        landed.run_id,
        landed.source_name,
        landed.table_name,
        cast(landed.started_at as timestamp) as started_at,
        cast(landed.finished_at as timestamp) as finished_at,
        landed.scope,
        cast(landed.source_rows as bigint) as source_rows,
        cast(landed.accepted_rows as bigint) as accepted_rows,
        cast(landed.quarantined_rows as bigint) as quarantined_rows,
        cast(landed.loaded_rows as bigint) as loaded_rows,
        cast(landed.deleted_rows as bigint) as deleted_rows,
        landed.status
    from landed
)

select * from renamed
