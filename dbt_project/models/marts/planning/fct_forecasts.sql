-- Revenue forecasts in group currency: one value and three intervals per series, month and origin.
-- When an origin was computed more than once, the newest run counts.
with

forecasts as (
    select * from {{ ref('int_revenue_forecasts_unioned') }}
),

ranked as (
    select
        forecasts.*,
        row_number() over (
            partition by
                forecasts.entity_code, forecasts.product_line, forecasts.region,
                forecasts.month_start_date, forecasts.origin_month, forecasts.model
            order by forecasts.recorded_at desc, forecasts.run_id desc
        ) as recency
    from forecasts
),

selected as (
    select
        coalesce(ranked.entity_code, 'GROUP') as entity_code,
        coalesce(ranked.product_line, 'all') as product_line,
        coalesce(ranked.region, 'all') as region,
        cast(ranked.month_start_date as date) as month_start_date,
        cast(ranked.horizon as bigint) as horizon,
        cast(ranked.origin_month as date) as origin_month,
        ranked.model,
        {{ money('ranked.value_amount') }} as value_amount,
        {{ money('ranked.lo50') }} as lo50,
        {{ money('ranked.hi50') }} as hi50,
        {{ money('ranked.lo80') }} as lo80,
        {{ money('ranked.hi80') }} as hi80,
        {{ money('ranked.lo95') }} as lo95,
        {{ money('ranked.hi95') }} as hi95,
        ranked.currency_code,
        ranked.is_published
    from ranked
    where ranked.recency = 1
)

select * from selected
