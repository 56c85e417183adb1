-- Every invariant over the last runs that computed it, newest run last: failed scopes a run, and
-- how often and when it failed within them.
with runs as (
    select
        run_id,
        max(evaluated_at) as evaluated_at
    from audit.audit_invariant_history
    group by run_id
    order by evaluated_at desc
    limit 12
),

named as (
    select
        invariant_id,
        any_value(invariant_name) as invariant_name,
        any_value(invariant_name_zh) as invariant_name_zh,
        any_value(domain) as invariant_domain
    from audit.audit_invariant_results
    group by invariant_id
)

select
    history.invariant_id,
    any_value(named.invariant_name) as invariant_name,
    any_value(named.invariant_name_zh) as invariant_name_zh,
    any_value(named.invariant_domain) as invariant_domain,
    string_agg(
        cast(history.failed_count as varchar), ' '
        order by runs.evaluated_at asc
    ) as failed_counts,
    count(*) filter (where history.failed_count > 0) as failed_run_count,
    max(runs.evaluated_at) filter (where history.failed_count > 0) as last_failed_at,
    max_by(history.residual_amount, runs.evaluated_at) as residual_amount,
    max_by(history.scope_count, runs.evaluated_at) as scope_count
from audit.audit_invariant_history as history
inner join runs
    on history.run_id = runs.run_id
inner join named
    on history.invariant_id = named.invariant_id
group by history.invariant_id
order by failed_run_count desc, history.invariant_id asc
