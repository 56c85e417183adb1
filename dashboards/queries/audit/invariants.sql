-- Every invariant of the release: scopes checked, the largest residual, the offending record.
select
    invariant_id,
    any_value(invariant_name) as invariant_name,
    any_value(invariant_name_zh) as invariant_name_zh,
    any_value(domain) as invariant_domain,
    any_value(severity) as severity,
    count(*) as scope_count,
    count(*) filter (where status <> 'passed') as failed_count,
    max(abs(residual_amount)) as residual_amount,
    max(tolerance_amount) as tolerance_amount,
    max(detail) filter (where status <> 'passed') as detail
from audit.audit_invariant_results
group by invariant_id
order by failed_count desc, invariant_id asc
