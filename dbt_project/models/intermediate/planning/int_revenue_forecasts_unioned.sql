-- Unites every source that fills revenue forecasts: nothing downstream learns a source.
with

projections as (
    select * from {{ ref('stg_projections__revenue_forecasts') }}
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
        projections.value_amount,
        projections.lo50,
        projections.hi50,
        projections.lo80,
        projections.hi80,
        projections.lo95,
        projections.hi95,
        projections.currency_code,
        projections.is_published,
        projections.recorded_at
    from projections
)

select * from keyed
