-- What the published model projected last before each month against what came, for one series.
with published_models as (
    select distinct
        entity_code,
        product_line,
        region,
        model
    from planning.fct_forecasts
    where is_published
),

ranked as (
    select
        backtests.month_start_date,
        backtests.horizon,
        backtests.model,
        backtests.actual_amount,
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
        and upper(backtests.product_line) = upper($product_line)
        and upper(backtests.region) = upper($region)
)

select
    month_start_date,
    strftime(month_start_date, '%Y-%m') as fiscal_period,
    horizon,
    model,
    actual_amount as ac_amount,
    value_amount as fc_amount
from ranked
where place = 1
order by month_start_date asc
