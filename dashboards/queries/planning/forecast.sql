-- The published projection of one series with its intervals, in group currency.
select
    month_start_date,
    strftime(month_start_date, '%Y-%m') as fiscal_period,
    horizon,
    origin_month,
    model,
    value_amount,
    lo50,
    hi50,
    lo80,
    hi80,
    lo95,
    hi95,
    currency_code
from planning.fct_forecasts
where
    is_published
    and entity_code = $entity_code
    and upper(product_line) = upper($product_line)
    and upper(region) = upper($region)
    and origin_month = (
        select max(latest.origin_month)
        from planning.fct_forecasts as latest
        where latest.is_published
    )
order by month_start_date asc
