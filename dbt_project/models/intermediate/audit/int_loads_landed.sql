-- What landing itself recorded, as the checks of the load read it.
with

landed as (
    select * from {{ ref('stg_landing__loads') }}
)

select
    landed.load_id,
    landed.run_id,
    landed.source_name,
    landed.table_name,
    landed.started_at,
    landed.finished_at,
    landed.scope,
    landed.source_rows,
    landed.accepted_rows,
    landed.quarantined_rows,
    landed.loaded_rows,
    landed.deleted_rows,
    landed.status
from landed
