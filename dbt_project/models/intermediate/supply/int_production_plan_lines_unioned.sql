-- Unites every source that fills production plan lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__production_plan_lines') }}
),

files as (
    select * from {{ ref('stg_files__production_plan_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.production_order_id,
        erp.production_order_number,
        erp.entity_id,
        erp.item_id,
        erp.planned_date,
        erp.planned_quantity,
        erp.produced_quantity,
        erp.completed_date,
        erp.state,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.production_order_id,
        files.production_order_number,
        files.entity_id,
        files.item_id,
        files.planned_date,
        files.planned_quantity,
        files.produced_quantity,
        files.completed_date,
        files.state,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.production_order_id', 'united.source_system') }}
            as production_order_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.production_order_id,
        united.production_order_number,
        united.entity_id,
        united.item_id,
        united.planned_date,
        united.planned_quantity,
        united.produced_quantity,
        united.completed_date,
        united.state,
        united.recorded_at
    from united
)

select * from keyed
