-- What every run found, an invariant a row: the results themselves keep the last run only. Rows are
-- added, never rebuilt, so a full refresh must not forget them. A run that proves its books twice,
-- because a data test failed in between, is recorded once.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}

with

results as (
    select * from {{ ref('audit_invariant_results') }}
),

by_invariant as (
    select
        results.run_id,
        results.invariant_id,
        max(results.evaluated_at) as evaluated_at,
        max(results.severity) as severity,
        count(*) as scope_count,
        cast(sum(case when results.status = 'failed' then 1 else 0 end) as bigint) as failed_count,
        {{ money('max(results.residual_amount)') }} as residual_amount
    from results
    group by results.run_id, results.invariant_id
)

select
    by_invariant.run_id,
    by_invariant.invariant_id,
    by_invariant.evaluated_at,
    by_invariant.severity,
    by_invariant.scope_count,
    by_invariant.failed_count,
    by_invariant.residual_amount
from by_invariant
{% if is_incremental() -%}
    where by_invariant.run_id not in (select earlier.run_id from {{ this }} as earlier)
{%- endif %}
