-- Unites every source that fills supplier bill lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__supplier_bill_lines') }}
),

files as (
    select * from {{ ref('stg_files__supplier_bill_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.bill_line_id,
        erp.bill_id,
        erp.line_number,
        erp.purchase_order_line_id,
        erp.item_id,
        erp.account_id,
        erp.description,
        erp.quantity,
        erp.unit_price,
        erp.net_amount,
        erp.tax_code,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.bill_line_id,
        files.bill_id,
        files.line_number,
        files.purchase_order_line_id,
        files.item_id,
        files.account_id,
        files.description,
        files.quantity,
        files.unit_price,
        files.net_amount,
        files.tax_code,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.bill_line_id', 'united.source_system') }} as bill_line_key,
        {{ surrogate_key('united.bill_id', 'united.source_system') }} as bill_key,
        {{ surrogate_key('united.purchase_order_line_id', 'united.source_system') }}
            as purchase_order_line_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as account_key,
        united.bill_line_id,
        united.bill_id,
        united.line_number,
        united.purchase_order_line_id,
        united.item_id,
        united.account_id,
        united.description,
        united.quantity,
        united.unit_price,
        united.net_amount,
        united.tax_code,
        united.recorded_at
    from united
)

select * from keyed
