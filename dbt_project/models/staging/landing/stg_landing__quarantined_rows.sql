with

landed as (
    select * from {{ source('raw_landing', 'quarantined_rows') }}
),

renamed as (
    select
        landed.load_id,
        landed.source_name,
        landed.table_name,
        landed.source_key,
        landed.rule,
        landed.message,
        landed.file_name,
        cast(landed.line_number as bigint) as line_number,
        landed.row_json,
        cast(landed.recorded_at as timestamp) as recorded_at,
        cast(landed.resolved_at as timestamp) as resolved_at
    from landed
)

select * from renamed
