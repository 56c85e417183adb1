-- Revenue as it was projected last before each month of the window, in group currency.
-- Levels add up: the row of all product lines and regions is the entity's total. A window with a
-- month that was never projected has no forecast.
with published_models as (
    select distinct
        entity_code,
        product_line,
        region,
        model
    from planning.fct_forecasts
    where is_published
),

months as (
    select distinct
        fiscal_period,
        month_start_date
    from calendar.dim_dates
    where fiscal_period between $from_period and $fiscal_period
),

ranked as (
    select
        backtests.month_start_date,
        backtests.value_amount,
        row_number() over (
            partition by backtests.month_start_date
            order by backtests.horizon asc, backtests.origin_month desc
        ) as place
    from planning.fct_forecast_backtests as backtests
    inner join published_models
        on
            backtests.entity_code = published_models.entity_code
            and backtests.product_line = published_models.product_line
            and backtests.region = published_models.region
            and backtests.model = published_models.model
    where
        backtests.entity_code = $entity_code
        and upper(backtests.product_line) = 'ALL'
        and upper(backtests.region) = 'ALL'
        and $currency_view = 'group'
),

latest as (
    select
        count(*) as month_count,
        count(ranked.value_amount) as projected_count,
        sum(ranked.value_amount) as value_amount
    from months
    left join ranked
        on months.month_start_date = ranked.month_start_date and ranked.place = 1
)

select case when projected_count = month_count then value_amount end as fc_amount
from latest
