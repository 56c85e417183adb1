-- How good each model was in its backtest, per series and measure; the newest run counts.
with

scores as (
    select * from {{ ref('int_forecast_scores_unioned') }}
),

ranked as (
    select
        scores.*,
        row_number() over (
            partition by
                scores.entity_code, scores.product_line, scores.region,
                scores.model, scores.measure
            order by scores.recorded_at desc, scores.run_id desc
        ) as recency
    from scores
),

selected as (
    select
        coalesce(ranked.entity_code, 'GROUP') as entity_code,
        coalesce(ranked.product_line, 'all') as product_line,
        coalesce(ranked.region, 'all') as region,
        ranked.model,
        ranked.measure,
        cast(ranked.score as decimal(18, 6)) as score
    from ranked
    where ranked.recency = 1
)

select * from selected
