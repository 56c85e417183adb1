with

revenue_forecasts as (
    {{ current_rows(source('raw_projections', 'revenue_forecasts')) }}
),

renamed as (
    select
        revenue_forecasts.run_id,
        cast(revenue_forecasts.origin_month as date) as origin_month,
        revenue_forecasts.entity_code,
        revenue_forecasts.product_line,
        revenue_forecasts.region,
        cast(revenue_forecasts.month_start_date as date) as month_start_date,
        cast(revenue_forecasts.horizon as bigint) as horizon,
        revenue_forecasts.model,
        {{ money('revenue_forecasts.value_amount') }} as value_amount,
        {{ money('revenue_forecasts.lo50') }} as lo50,
        {{ money('revenue_forecasts.hi50') }} as hi50,
        {{ money('revenue_forecasts.lo80') }} as lo80,
        {{ money('revenue_forecasts.hi80') }} as hi80,
        {{ money('revenue_forecasts.lo95') }} as lo95,
        {{ money('revenue_forecasts.hi95') }} as hi95,
        revenue_forecasts.currency_code,
        coalesce(revenue_forecasts.is_published, false) as is_published,
        revenue_forecasts._recorded_at as recorded_at
    from revenue_forecasts
)

select * from renamed
