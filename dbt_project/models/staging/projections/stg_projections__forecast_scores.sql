with

forecast_scores as (
    {{ current_rows(source('raw_projections', 'forecast_scores')) }}
),

renamed as (
    select
        forecast_scores.run_id,
        forecast_scores.entity_code,
        forecast_scores.product_line,
        forecast_scores.region,
        forecast_scores.model,
        forecast_scores.measure,
        cast(forecast_scores.score as decimal(18, 10)) as score,
        forecast_scores._recorded_at as recorded_at
    from forecast_scores
)

select * from renamed
