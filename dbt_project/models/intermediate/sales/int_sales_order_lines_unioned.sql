-- Unites every source that fills sales order lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__sales_order_lines') }}
),

files as (
    select * from {{ ref('stg_files__sales_order_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.order_line_id,
        erp.order_id,
        erp.line_number,
        erp.item_id,
        erp.quantity,
        erp.unit_code,
        erp.unit_price,
        erp.discount_amount,
        erp.net_amount,
        erp.cancelled_quantity,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.order_line_id,
        files.order_id,
        files.line_number,
        files.item_id,
        files.quantity,
        files.unit_code,
        files.unit_price,
        files.discount_amount,
        files.net_amount,
        files.cancelled_quantity,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.order_line_id', 'united.source_system') }} as order_line_key,
        {{ surrogate_key('united.order_id', 'united.source_system') }} as order_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.order_line_id,
        united.order_id,
        united.line_number,
        united.item_id,
        united.quantity,
        united.unit_code,
        united.unit_price,
        united.discount_amount,
        united.net_amount,
        united.cancelled_quantity,
        united.recorded_at
    from united
)

select * from keyed
