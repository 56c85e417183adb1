-- A plan for an account the entity does not have would silently miss on the statement.
{{ config(severity='warn') }}

select
    plan_lines.plan_version,
    plan_lines.entity_code,
    plan_lines.account_code
from {{ ref('int_plan_lines_resolved') }} as plan_lines
where not plan_lines.is_account_known
