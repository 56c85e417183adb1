-- What landing itself recorded, as the checks of the load read it.
with

landed as (
    select * from {{ ref('stg_landing__control_totals') }}
)

select
    landed.load_id,
    landed.source_name,
    landed.table_name,
    landed.measure,
    landed.source_amount,
    landed.accepted_amount,
    landed.quarantined_amount,
    landed.landed_amount,
    landed.recorded_at
from landed
