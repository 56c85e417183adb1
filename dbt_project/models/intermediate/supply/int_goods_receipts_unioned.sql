-- Unites every source that fills goods receipts: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__goods_receipts') }}
),

files as (
    select * from {{ ref('stg_files__goods_receipts') }}
),

united as (
    select
        'erp' as source_system,
        erp.goods_receipt_line_id,
        erp.receipt_number,
        erp.entity_id,
        erp.supplier_id,
        erp.purchase_order_line_id,
        erp.item_id,
        erp.receipt_date,
        erp.quantity,
        erp.cost_amount,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.goods_receipt_line_id,
        files.receipt_number,
        files.entity_id,
        files.supplier_id,
        files.purchase_order_line_id,
        files.item_id,
        files.receipt_date,
        files.quantity,
        files.cost_amount,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.goods_receipt_line_id', 'united.source_system') }}
            as goods_receipt_line_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.supplier_id', 'united.source_system') }} as supplier_key,
        {{ surrogate_key('united.purchase_order_line_id', 'united.source_system') }}
            as purchase_order_line_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        united.goods_receipt_line_id,
        united.receipt_number,
        united.entity_id,
        united.supplier_id,
        united.purchase_order_line_id,
        united.item_id,
        united.receipt_date,
        united.quantity,
        united.cost_amount,
        united.recorded_at
    from united
)

select * from keyed
