-- Unites every source that fills purchase order lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__purchase_order_lines') }}
),

files as (
    select * from {{ ref('stg_files__purchase_order_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.purchase_order_line_id,
        erp.purchase_order_id,
        erp.line_number,
        erp.item_id,
        erp.quantity,
        erp.unit_price,
        erp.net_amount,
        erp.received_quantity,
        erp.rejected_quantity,
        erp.due_date,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.purchase_order_line_id,
        files.purchase_order_id,
        files.line_number,
        files.item_id,
        files.quantity,
        files.unit_price,
        files.net_amount,
        files.received_quantity,
        files.rejected_quantity,
        files.due_date,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.purchase_order_line_id', 'united.source_system') }}
            as purchase_order_line_key,
        {{ surrogate_key('united.purchase_order_id', 'united.source_system') }}
            as purchase_order_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.purchase_order_line_id,
        united.purchase_order_id,
        united.line_number,
        united.item_id,
        united.quantity,
        united.unit_price,
        united.net_amount,
        united.received_quantity,
        united.rejected_quantity,
        united.due_date,
        united.recorded_at
    from united
)

select * from keyed
