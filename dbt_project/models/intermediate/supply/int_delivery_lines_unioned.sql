-- Unites every source that fills delivery lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__delivery_lines') }}
),

files as (
    select * from {{ ref('stg_files__delivery_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.delivery_line_id,
        erp.delivery_id,
        erp.order_line_id,
        erp.item_id,
        erp.quantity,
        erp.cost_amount,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.delivery_line_id,
        files.delivery_id,
        files.order_line_id,
        files.item_id,
        files.quantity,
        files.cost_amount,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.delivery_line_id', 'united.source_system') }} as delivery_line_key,
        {{ surrogate_key('united.delivery_id', 'united.source_system') }} as delivery_key,
        {{ surrogate_key('united.order_line_id', 'united.source_system') }} as order_line_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.delivery_line_id,
        united.delivery_id,
        united.order_line_id,
        united.item_id,
        united.quantity,
        united.cost_amount,
        united.recorded_at
    from united
)

select * from keyed
