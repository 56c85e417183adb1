-- Unites every source that fills stock moves: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__stock_moves') }}
),

files as (
    select * from {{ ref('stg_files__stock_moves') }}
),

united as (
    select
        'erp' as source_system,
        erp.stock_move_id,
        erp.entity_id,
        erp.item_id,
        erp.move_date,
        erp.from_location,
        erp.to_location,
        erp.from_location_type,
        erp.to_location_type,
        erp.quantity,
        erp.unit_code,
        erp.unit_cost,
        erp.state,
        erp.document_type,
        erp.document_id,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.stock_move_id,
        files.entity_id,
        files.item_id,
        files.move_date,
        files.from_location,
        files.to_location,
        files.from_location_type,
        files.to_location_type,
        files.quantity,
        files.unit_code,
        files.unit_cost,
        files.state,
        files.document_type,
        files.document_id,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.stock_move_id', 'united.source_system') }} as stock_move_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        {{ surrogate_key('united.document_id', 'united.source_system') }} as document_key,
        united.stock_move_id,
        united.entity_id,
        united.item_id,
        united.move_date,
        united.from_location,
        united.to_location,
        united.from_location_type,
        united.to_location_type,
        united.quantity,
        united.unit_code,
        united.unit_cost,
        united.state,
        united.document_type,
        united.document_id,
        united.recorded_at
    from united
)

select * from keyed
