with

revenue_quarters as (
    {{ current_rows(source('raw_projections', 'revenue_quarters')) }}
),

renamed as (
    select
        revenue_quarters.run_id,
        cast(revenue_quarters.origin_month as date) as origin_month,
        revenue_quarters.entity_code,
        revenue_quarters.product_line,
        revenue_quarters.region,
        cast(revenue_quarters.quarter_start_date as date) as quarter_start_date,
        {{ money('revenue_quarters.value_amount') }} as value_amount,
        {{ money('revenue_quarters.lo80') }} as lo80,
        {{ money('revenue_quarters.hi80') }} as hi80,
        revenue_quarters.currency_code,
        revenue_quarters._recorded_at as recorded_at
    from revenue_quarters
)

select * from renamed
