-- Sales targets per version, sales representative and month.
with

targets as (
    select * from {{ ref('int_sales_targets_unioned') }}
),

sales_reps as (
    select * from {{ ref('int_sales_reps_matched') }}
),

numbered_reps as (
    select
        sales_reps.sales_rep_number,
        min(sales_reps.sales_rep_key) as sales_rep_key
    from sales_reps
    group by sales_reps.sales_rep_number
),

selected as (
    select
        targets.plan_version,
        targets.sales_rep_id as sales_rep_number,
        numbered_reps.sales_rep_key,
        {{ month_of('targets.starts_date') }} as fiscal_period,
        cast(targets.starts_date as date) as starts_date,
        {{ money('targets.target_amount') }} as target_amount,
        targets.currency_code
    from targets
    left join numbered_reps on targets.sales_rep_id = numbered_reps.sales_rep_number
)

select * from selected
