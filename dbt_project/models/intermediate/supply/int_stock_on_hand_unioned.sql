-- Unites every source that fills stock on hand: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__stock_on_hand') }}
),

files as (
    select * from {{ ref('stg_files__stock_on_hand') }}
),

united as (
    select
        'erp' as source_system,
        erp.entity_id,
        erp.item_id,
        erp.location,
        erp.quantity,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.entity_id,
        files.item_id,
        files.location,
        files.quantity,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.entity_id,
        united.item_id,
        united.location,
        united.quantity,
        united.recorded_at
    from united
)

select * from keyed
