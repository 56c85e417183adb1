-- Invariants that prove the statements of the chosen entity: the sums of both sides and what is
-- left between them.
select
    invariant_id,
    invariant_name,
    invariant_name_zh,
    left_amount,
    right_amount,
    residual_amount,
    tolerance_amount,
    status
from audit.audit_invariant_results
where
    invariant_id in (
        'ST-1', 'ST-2', 'ST-3', 'ST-4', 'ST-5', 'ST-6', 'ST-7', 'CF-1', 'CF-2', 'CF-3', 'CF-6'
    )
    and case
        when $entity_code = 'GROUP' or $currency_view = 'functional' then scope = $entity_code
        else scope like $entity_code || ' in %'
    end
order by invariant_id asc
