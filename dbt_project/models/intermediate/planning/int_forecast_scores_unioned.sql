-- Unites every source that fills forecast scores: nothing downstream learns a source.
with

projections as (
    select * from {{ ref('stg_projections__forecast_scores') }}
),

keyed as (
    select
        'projections' as source_system,
        projections.run_id,
        projections.entity_code,
        projections.product_line,
        projections.region,
        projections.model,
        projections.measure,
        projections.score,
        projections.recorded_at
    from projections
)

select * from keyed
