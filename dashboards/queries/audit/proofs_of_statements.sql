-- Invariants that prove the statements of this release: largest residual and scopes checked.
select
    invariant_id,
    any_value(invariant_name) as invariant_name,
    any_value(invariant_name_zh) as invariant_name_zh,
    count(*) as scope_count,
    count(*) filter (where status <> 'passed') as failed_count,
    max(abs(residual_amount)) as residual_amount
from audit.audit_invariant_results
where invariant_id in ('ST-1', 'ST-2', 'ST-5', 'CF-2', 'CF-3', 'CF-5')
group by invariant_id
order by invariant_id asc
