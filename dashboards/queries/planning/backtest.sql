-- What was projected one month ahead against what came, for the published model of one series.
with published_models as (
    select distinct model
    from planning.fct_forecasts
    where is_published
)

select
    backtests.month_start_date,
    strftime(backtests.month_start_date, '%Y-%m') as fiscal_period,
    backtests.model,
    backtests.actual_amount as ac_amount,
    backtests.value_amount as fc_amount,
from planning.fct_forecast_backtests as backtests
inner join published_models
    on backtests.model = published_models.model
where
    backtests.horizon = 1
    and backtests.entity_code = $entity_code
    and upper(backtests.product_line) = upper($product_line)
    and upper(backtests.region) = upper($region)
order by backtests.month_start_date asc
