-- Revenue projected one month ahead for each month of the window, in group currency.
-- Levels add up: the row of all product lines and regions is the entity's total.
with published_models as (
    select distinct model
    from planning.fct_forecasts
    where is_published
),

one_month_ahead as (
    select
        backtests.month_start_date,
        backtests.value_amount,
    from planning.fct_forecast_backtests as backtests
    inner join published_models
        on backtests.model = published_models.model
    inner join (select distinct fiscal_period, month_start_date from calendar.dim_dates) as months
        on backtests.month_start_date = months.month_start_date
    where
        backtests.horizon = 1
        and backtests.entity_code = $entity_code
        and backtests.product_line = 'ALL'
        and backtests.region = 'ALL'
        and months.fiscal_period between $from_period and $fiscal_period
        and $currency_view = 'group'
)

select sum(value_amount) as fc_amount
from one_month_ahead
