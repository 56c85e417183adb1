-- Targets of a source without plan versions form the version 'targets'.
with

plans as (
    select * from {{ ref('stg_plans__sales_targets') }}
),

files as (
    select * from {{ ref('stg_files__sales_targets') }}
),

united as (
    select
        'plans' as source_system,
        plans.plan_version,
        plans.sales_rep_id,
        plans.starts_date,
        plans.target_amount,
        plans.currency_code,
        plans.recorded_at
    from plans
    union all
    select
        'files' as source_system,
        'targets' as plan_version,
        files.sales_rep_id,
        files.starts_date,
        files.target_amount,
        files.currency_code,
        files.recorded_at
    from files
)

select * from united
