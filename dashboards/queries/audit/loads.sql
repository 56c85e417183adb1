-- The last load of every table: when, how many rows, what was refused, how long it took.
with ranked as (
    select
        *,
        row_number() over (
            partition by source_name, table_name
            order by started_at desc, load_id desc
        ) as place
    from audit.audit_loads
)

select
    source_name,
    table_name,
    finished_at,
    source_rows,
    accepted_rows,
    quarantined_rows,
    loaded_rows,
    deleted_rows,
    cast(date_diff('millisecond', started_at, finished_at) as integer) as duration_milliseconds,
    status
from ranked
where place = 1
order by source_name asc, table_name asc
