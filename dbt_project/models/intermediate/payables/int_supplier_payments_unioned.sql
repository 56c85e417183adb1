-- Unites every source that fills supplier payments: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__supplier_payments') }}
),

files as (
    select * from {{ ref('stg_files__supplier_payments') }}
),

united as (
    select
        'erp' as source_system,
        erp.payment_id,
        erp.payment_number,
        erp.entity_id,
        erp.supplier_id,
        erp.journal_id,
        erp.bank_account_id,
        erp.payment_date,
        erp.currency_code,
        erp.amount,
        erp.amount_functional,
        erp.bank_reference,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.payment_id,
        files.payment_number,
        files.entity_id,
        files.supplier_id,
        files.journal_id,
        files.bank_account_id,
        files.payment_date,
        files.currency_code,
        files.amount,
        files.amount_functional,
        files.bank_reference,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.payment_id', 'united.source_system') }} as payment_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.supplier_id', 'united.source_system') }} as supplier_key,
        {{ surrogate_key('united.journal_id', 'united.source_system') }} as journal_key,
        {{ surrogate_key('united.bank_account_id', 'united.source_system') }} as bank_account_key,
        united.payment_id,
        united.payment_number,
        united.entity_id,
        united.supplier_id,
        united.journal_id,
        united.bank_account_id,
        united.payment_date,
        united.currency_code,
        united.amount,
        united.amount_functional,
        united.bank_reference,
        united.recorded_at
    from united
)

select * from keyed
