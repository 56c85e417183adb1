-- Unites every source that fills projected quarters, so that nothing downstream learns a source.
with

projections as (
    select * from {{ ref('stg_projections__revenue_quarters') }}
),

keyed as (
    select
        'projections' as source_system,
        projections.run_id,
        projections.origin_month,
        projections.entity_code,
        projections.product_line,
        projections.region,
        projections.quarter_start_date,
        projections.value_amount,
        projections.lo80,
        projections.hi80,
        projections.currency_code,
        projections.recorded_at
    from projections
)

select * from keyed
