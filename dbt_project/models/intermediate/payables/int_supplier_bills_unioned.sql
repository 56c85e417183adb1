-- Unites every source that fills supplier bills: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__supplier_bills') }}
),

files as (
    select * from {{ ref('stg_files__supplier_bills') }}
),

united as (
    select
        'erp' as source_system,
        erp.bill_id,
        erp.bill_number,
        erp.supplier_reference,
        erp.document_type,
        erp.entity_id,
        erp.supplier_id,
        erp.journal_id,
        erp.control_account_id,
        erp.bill_date,
        erp.due_date,
        erp.currency_code,
        erp.net_amount,
        erp.tax_amount,
        erp.gross_amount,
        erp.gross_amount_functional,
        erp.state,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.bill_id,
        files.bill_number,
        files.supplier_reference,
        files.document_type,
        files.entity_id,
        files.supplier_id,
        files.journal_id,
        files.control_account_id,
        files.bill_date,
        files.due_date,
        files.currency_code,
        files.net_amount,
        files.tax_amount,
        files.gross_amount,
        files.gross_amount_functional,
        files.state,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.bill_id', 'united.source_system') }} as bill_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.supplier_id', 'united.source_system') }} as supplier_key,
        {{ surrogate_key('united.journal_id', 'united.source_system') }} as journal_key,
        {{ surrogate_key('united.control_account_id', 'united.source_system') }}
            as control_account_key,
        united.bill_id,
        united.bill_number,
        united.supplier_reference,
        united.document_type,
        united.entity_id,
        united.supplier_id,
        united.journal_id,
        united.control_account_id,
        united.bill_date,
        united.due_date,
        united.currency_code,
        united.net_amount,
        united.tax_amount,
        united.gross_amount,
        united.gross_amount_functional,
        united.state,
        united.recorded_at
    from united
)

select * from keyed
