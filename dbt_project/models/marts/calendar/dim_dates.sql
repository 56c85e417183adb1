with

days as (
    select * from {{ ref('int_dates_spined') }}
),

published as (
    select
        days.date_day,
        days.fiscal_period,
        days.fiscal_year,
        days.fiscal_quarter,
        days.month_start_date,
        days.month_end_date,
        days.date_day = days.month_end_date as is_month_end
    from days
)

select * from published
