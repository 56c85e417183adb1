-- Revenue projected one month ahead for each month of the window, in group currency.
-- Levels add up: the row of all product lines and regions is the entity's total.
with published_models as (
    select distinct model
    from planning.fct_forecasts
    where is_published
),

months as (
    select distinct
        fiscal_period,
        month_start_date,
    from calendar.dim_dates
    where fiscal_period between $from_period and $fiscal_period
)

select sum(backtests.value_amount) as fc_amount
from planning.fct_forecast_backtests as backtests
inner join published_models
    on backtests.model = published_models.model
inner join months
    on backtests.month_start_date = months.month_start_date
where
    backtests.horizon = 1
    and backtests.entity_code = $entity_code
    and upper(backtests.product_line) = 'ALL'
    and upper(backtests.region) = 'ALL'
    and $currency_view = 'group'
