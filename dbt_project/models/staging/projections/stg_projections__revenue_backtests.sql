with

revenue_backtests as (
    {{ current_rows(source('raw_projections', 'revenue_backtests')) }}
),

renamed as (
    select
        revenue_backtests.run_id,
        cast(revenue_backtests.origin_month as date) as origin_month,
        revenue_backtests.entity_code,
        revenue_backtests.product_line,
        revenue_backtests.region,
        cast(revenue_backtests.month_start_date as date) as month_start_date,
        cast(revenue_backtests.horizon as bigint) as horizon,
        revenue_backtests.model,
        {{ money('revenue_backtests.actual_amount') }} as actual_amount,
        {{ money('revenue_backtests.value_amount') }} as value_amount,
        revenue_backtests._recorded_at as recorded_at
    from revenue_backtests
)

select * from renamed
