-- Unites every source that fills sales invoice lines: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__sales_invoice_lines') }}
),

files as (
    select * from {{ ref('stg_files__sales_invoice_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.invoice_line_id,
        erp.invoice_id,
        erp.line_number,
        erp.order_line_id,
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
        files.invoice_line_id,
        files.invoice_id,
        files.line_number,
        files.order_line_id,
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
        {{ surrogate_key('united.invoice_line_id', 'united.source_system') }} as invoice_line_key,
        {{ surrogate_key('united.invoice_id', 'united.source_system') }} as invoice_key,
        {{ surrogate_key('united.order_line_id', 'united.source_system') }} as order_line_key,
        {{ surrogate_key('united.item_id', 'united.source_system') }} as product_key,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as account_key,
        united.invoice_line_id,
        united.invoice_id,
        united.line_number,
        united.order_line_id,
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
