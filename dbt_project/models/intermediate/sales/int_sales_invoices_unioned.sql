-- Unites every source that fills sales invoices: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__sales_invoices') }}
),

files as (
    select * from {{ ref('stg_files__sales_invoices') }}
),

united as (
    select
        'erp' as source_system,
        erp.invoice_id,
        erp.invoice_number,
        erp.document_type,
        erp.entity_id,
        erp.customer_id,
        erp.journal_id,
        erp.control_account_id,
        erp.invoice_date,
        erp.due_date,
        erp.currency_code,
        erp.net_amount,
        erp.tax_amount,
        erp.gross_amount,
        erp.gross_amount_functional,
        erp.state,
        erp.order_reference,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.invoice_id,
        files.invoice_number,
        files.document_type,
        files.entity_id,
        files.customer_id,
        files.journal_id,
        files.control_account_id,
        files.invoice_date,
        files.due_date,
        files.currency_code,
        files.net_amount,
        files.tax_amount,
        files.gross_amount,
        files.gross_amount_functional,
        files.state,
        files.order_reference,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.invoice_id', 'united.source_system') }} as invoice_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.customer_id', 'united.source_system') }} as customer_key,
        {{ surrogate_key('united.journal_id', 'united.source_system') }} as journal_key,
        {{ surrogate_key('united.control_account_id', 'united.source_system') }}
            as control_account_key,
        united.invoice_id,
        united.invoice_number,
        united.document_type,
        united.entity_id,
        united.customer_id,
        united.journal_id,
        united.control_account_id,
        united.invoice_date,
        united.due_date,
        united.currency_code,
        united.net_amount,
        united.tax_amount,
        united.gross_amount,
        united.gross_amount_functional,
        united.state,
        united.order_reference,
        united.recorded_at
    from united
)

select * from keyed
