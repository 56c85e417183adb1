-- The budget beside a statement comes from one version; two would be added up.
select
    plan_lines.entity_key,
    plan_lines.fiscal_period,
    count(distinct plan_lines.plan_version) as version_count
from {{ ref('fct_plan_lines') }} as plan_lines
where plan_lines.is_current
group by plan_lines.entity_key, plan_lines.fiscal_period
having count(distinct plan_lines.plan_version) > 1
