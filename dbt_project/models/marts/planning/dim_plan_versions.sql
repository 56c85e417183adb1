-- The versions of the plan: what months each covers and whether it is the current one anywhere.
with

plan_lines as (
    select * from {{ ref('int_plan_lines_resolved') }}
),

versions as (
    select
        plan_lines.plan_version,
        'budget' as plan_type,
        min(plan_lines.fiscal_period) as first_fiscal_period,
        max(plan_lines.fiscal_period) as last_fiscal_period,
        cast(count(*) as bigint) as line_count,
        {{ money('sum(plan_lines.amount_group)') }} as net_amount_group,
        bool_or(plan_lines.is_current) as is_current
    from plan_lines
    group by plan_lines.plan_version
)

select * from versions
