-- Unites every source that fills revenue backtests: nothing downstream learns a source.
with

projections as (
    select * from {{ ref('stg_projections__revenue_backtests') }}
),

keyed as (
    select
        'projections' as source_system,
        projections.run_id,
        projections.origin_month,
        projections.entity_code,
        projections.product_line,
        projections.region,
        projections.month_start_date,
        projections.horizon,
        projections.model,
        projections.actual_amount,
        projections.value_amount,
        projections.recorded_at
    from projections
)

select * from keyed
