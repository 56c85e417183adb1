with

sales_reps as (
    select * from {{ ref('int_sales_reps_matched') }}
),

published as (
    select
        sales_reps.sales_rep_key,
        sales_reps.sales_rep_number,
        sales_reps.sales_rep_name,
        sales_reps.team,
        sales_reps.source_system
    from sales_reps
    where sales_reps.is_leading
)

select * from published
