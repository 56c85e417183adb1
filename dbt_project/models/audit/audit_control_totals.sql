-- The newest control totals of every landed table and measure: what the source states, what was
-- accepted and quarantined, and what stands in the warehouse.
with

control_totals as (
    select * from {{ ref('int_control_totals_landed') }}
),

loads as (
    select * from {{ ref('int_loads_landed') }}
),

ranked as (
    select
        control_totals.*,
        loads.scope as load_scope,
        row_number() over (
            partition by
                control_totals.source_name, control_totals.table_name, control_totals.measure
            order by control_totals.recorded_at desc, control_totals.load_id desc
        ) as recency
    from control_totals
    left join loads
        on
            control_totals.load_id = loads.load_id
            and control_totals.source_name = loads.source_name
            and control_totals.table_name = loads.table_name
),

newest as (
    select
        ranked.source_name,
        ranked.table_name,
        ranked.measure,
        ranked.load_scope,
        ranked.source_amount,
        ranked.accepted_amount,
        ranked.quarantined_amount,
        ranked.landed_amount,
        ranked.load_id,
        ranked.recorded_at
    from ranked
    where ranked.recency = 1
)

select * from newest
