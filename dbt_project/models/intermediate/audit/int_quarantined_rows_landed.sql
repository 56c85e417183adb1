-- What landing itself recorded, as the checks of the load read it.
with

landed as (
    select * from {{ ref('stg_landing__quarantined_rows') }}
)

select * from landed
