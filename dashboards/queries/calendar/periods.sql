-- Fiscal periods of the group's calendar that hold figures up to the as-of day, newest first.
with periods as (
    select
        fiscal_period,
        fiscal_year,
        fiscal_quarter,
        starts_date,
        ends_date
    from calendar.dim_fiscal_periods
    where entity_key = 'GROUP' and not is_adjustment
),

periods_with_figures as (
    select fiscal_period from statements.rpt_kpis
    union
    select fiscal_period from sales.fct_monthly_revenue
)

select
    periods.fiscal_period,
    periods.fiscal_year,
    periods.fiscal_quarter,
    periods.starts_date,
    periods.ends_date
from periods
inner join periods_with_figures
    on periods.fiscal_period = periods_with_figures.fiscal_period
where periods.starts_date <= $as_of_date
order by periods.starts_date desc
