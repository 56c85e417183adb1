with

landed as (
    select * from {{ source('raw_landing', 'landed_files') }}
),

renamed as (
    select
        landed.file_sha256,
        landed.source_name,
        landed.file_name,
        cast(landed.byte_count as bigint) as byte_count,
        cast(landed.row_count as bigint) as row_count,
        landed.status,
        landed.reason,
        cast(landed.recorded_at as timestamp) as recorded_at
    from landed
)

select * from renamed
