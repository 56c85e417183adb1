-- What the models would have said at past origins, beside what really happened.
with

backtests as (
    select * from {{ ref('int_revenue_backtests_unioned') }}
),

ranked as (
    select
        backtests.*,
        row_number() over (
            partition by
                backtests.entity_code, backtests.product_line, backtests.region,
                backtests.month_start_date, backtests.origin_month, backtests.model
            order by backtests.recorded_at desc, backtests.run_id desc
        ) as recency
    from backtests
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
        {{ money('ranked.actual_amount') }} as actual_amount,
        {{ money('ranked.value_amount') }} as value_amount
    from ranked
    where ranked.recency = 1
)

select * from selected
