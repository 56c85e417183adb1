-- Every table of every load, as landing recorded it.
with

loads as (
    select * from {{ ref('int_loads_landed') }}
)

select
    loads.load_id,
    loads.run_id,
    loads.source_name,
    loads.table_name,
    loads.started_at,
    loads.finished_at,
    loads.scope,
    loads.source_rows,
    loads.accepted_rows,
    loads.quarantined_rows,
    loads.loaded_rows,
    loads.deleted_rows,
    loads.status
from loads
