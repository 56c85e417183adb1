-- Unites every source that fills budget lines: nothing downstream learns a source.
with

plans as (
    select * from {{ ref('stg_plans__budget_lines') }}
),

keyed as (
    select
        'plans' as source_system,
        plans.plan_version,
        plans.entity_code,
        plans.account_code,
        plans.fiscal_period,
        plans.amount,
        plans.currency_code,
        plans.recorded_at
    from plans
)

select * from keyed
