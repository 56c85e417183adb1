-- What landing itself recorded, as the checks of the load read it.
with

landed as (
    select * from {{ ref('stg_landing__quarantined_rows') }}
)

select
    landed.load_id,
    landed.source_name,
    landed.table_name,
    landed.source_key,
    landed.rule,
    landed.message,
    landed.file_name,
    landed.line_number,
    landed.row_json,
    landed.recorded_at,
    landed.resolved_at
from landed
