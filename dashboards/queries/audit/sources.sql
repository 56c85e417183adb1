-- Last load per source with its totals over all tables.
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
    count(*) as table_count,
    max(finished_at) as finished_at,
    sum(source_rows)::bigint as source_rows,
    sum(accepted_rows)::bigint as accepted_rows,
    sum(quarantined_rows)::bigint as quarantined_rows,
    sum(loaded_rows)::bigint as loaded_rows
from ranked
where place = 1
group by source_name
order by source_name asc
