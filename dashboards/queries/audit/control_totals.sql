-- Control totals of the last load of every table: source = accepted + refused.
with ranked as (
    select
        *,
        dense_rank() over (
            partition by source_name, table_name
            order by recorded_at desc, load_id desc
        ) as place
    from audit.audit_control_totals
)

select
    source_name,
    table_name,
    measure,
    source_amount,
    accepted_amount,
    quarantined_amount,
    landed_amount,
    source_amount - accepted_amount - quarantined_amount as residual_amount
from ranked
where place = 1 and source_amount is not null
order by abs(residual_amount) desc, source_name asc, table_name asc, measure asc
