-- What landing itself recorded of files. A refused file has been replaced once one of its name was
-- taken in later.
with

landed as (
    select * from {{ ref('stg_landing__landed_files') }}
),

taken_in as (
    select
        landed.source_name,
        landed.file_name,
        max(landed.recorded_at) as recorded_at
    from landed
    where landed.status = 'landed'
    group by landed.source_name, landed.file_name
)

select
    landed.source_name,
    landed.file_sha256,
    landed.file_name,
    landed.byte_count,
    landed.row_count,
    case
        when landed.status = 'refused' and taken_in.recorded_at > landed.recorded_at
            then 'replaced'
        else landed.status
    end as status,
    landed.reason,
    landed.recorded_at
from landed
left join taken_in
    on
        landed.source_name = taken_in.source_name
        and landed.file_name = taken_in.file_name
