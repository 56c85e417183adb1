-- Sales targets per version, sales representative and month.
with

targets as (
    select * from {{ ref('int_sales_targets_unioned') }}
),

selected as (
    select
        targets.plan_version,
        targets.sales_rep_id,
        {{ month_of('targets.starts_date') }} as fiscal_period,
        cast(targets.starts_date as date) as starts_date,
        {{ money('targets.target_amount') }} as target_amount,
        targets.currency_code
    from targets
)

select * from selected
