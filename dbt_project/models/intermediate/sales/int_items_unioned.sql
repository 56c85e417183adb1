-- Unites every source that fills items: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__items') }}
),

files as (
    select * from {{ ref('stg_files__items') }}
),

united as (
    select
        'erp' as source_system,
        erp.item_id,
        erp.item_code,
        erp.item_name,
        erp.product_line,
        erp.category,
        erp.item_type,
        erp.unit_code,
        erp.list_price,
        erp.cost_price,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.item_id,
        files.item_code,
        files.item_name,
        files.product_line,
        files.category,
        files.item_type,
        files.unit_code,
        files.list_price,
        files.cost_price,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.item_id,
        united.item_code,
        united.item_name,
        united.product_line,
        united.category,
        united.item_type,
        united.unit_code,
        united.list_price,
        united.cost_price,
        united.recorded_at
    from united
)

select * from keyed
