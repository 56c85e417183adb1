-- Revenue forecast over spans of three months. The interval is that of the sum, calibrated on
-- three-month sums of the backtest: the ends of monthly intervals do not add up to it.
with

quarters as (
    select * from {{ ref('int_revenue_quarters_unioned') }}
),

ranked as (
    select
        quarters.*,
        row_number() over (
            partition by
                quarters.entity_code, quarters.product_line, quarters.region,
                quarters.quarter_start_date, quarters.origin_month
            order by quarters.recorded_at desc, quarters.run_id desc
        ) as recency
    from quarters
),

selected as (
    select
        coalesce(ranked.entity_code, 'GROUP') as entity_code,
        coalesce(ranked.product_line, 'all') as product_line,
        coalesce(ranked.region, 'all') as region,
        cast(ranked.quarter_start_date as date) as quarter_start_date,
        cast(ranked.origin_month as date) as origin_month,
        {{ money('ranked.value_amount') }} as value_amount,
        {{ money('ranked.lo80') }} as lo80,
        {{ money('ranked.hi80') }} as hi80,
        ranked.currency_code
    from ranked
    where ranked.recency = 1
)

select * from selected
