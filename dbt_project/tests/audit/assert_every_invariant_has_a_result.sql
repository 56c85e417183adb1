-- An invariant that nobody computed proves nothing: each one has a row on every run.
select invariants.invariant_id
from {{ ref('invariants') }} as invariants
left join {{ ref('audit_invariant_results') }} as results
    on invariants.invariant_id = results.invariant_id
where results.invariant_id is null
