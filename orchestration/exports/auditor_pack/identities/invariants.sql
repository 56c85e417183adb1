-- An invariant within its tolerance passed, any other failed.
-- Row: audit.audit_invariant_results (invariant_id, scope)
select invariant_id, scope, status,
    case when residual_amount > tolerance_amount then 'failed' else 'passed' end
from audit.audit_invariant_results
where status <> case when residual_amount > tolerance_amount then 'failed'
    else 'passed' end or (status = 'failed' and severity = 'error')
