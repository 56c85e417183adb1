-- Plan amounts per version, entity, account and period; income positive, cost negative.
with

plan_lines as (
    select * from {{ ref('int_plan_lines_resolved') }}
),

summed as (
    select
        plan_lines.plan_version,
        plan_lines.entity_key,
        plan_lines.entity_code,
        plan_lines.account_key,
        plan_lines.account_code,
        plan_lines.fiscal_period,
        max(plan_lines.currency_code) as currency_code,
        {{ money('sum(plan_lines.amount)') }} as amount,
        {{ money('sum(plan_lines.amount_functional)') }} as amount_functional,
        {{ money('sum(plan_lines.amount_group)') }} as amount_group,
        bool_or(plan_lines.is_current) as is_current
    from plan_lines
    group by
        plan_lines.plan_version,
        plan_lines.entity_key,
        plan_lines.entity_code,
        plan_lines.account_key,
        plan_lines.account_code,
        plan_lines.fiscal_period
)

select * from summed
