-- Lines are signed debit positive, credit negative; the pair of columns is the source's own.
with

erp as (
    select * from {{ ref('stg_erp__journal_lines') }}
),

files as (
    select * from {{ ref('stg_files__journal_lines') }}
),

united as (
    select
        'erp' as source_system,
        erp.journal_line_id,
        erp.journal_id,
        erp.account_id,
        erp.party_id,
        erp.description,
        erp.debit_amount,
        erp.credit_amount,
        erp.transaction_currency,
        erp.transaction_amount,
        erp.maturity_date,
        erp.bank_reference,
        erp.reconciliation_id,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.journal_line_id,
        files.journal_id,
        files.account_id,
        files.party_id,
        files.description,
        files.debit_amount,
        files.credit_amount,
        files.transaction_currency,
        files.transaction_amount,
        files.maturity_date,
        files.bank_reference,
        files.reconciliation_id,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.journal_line_id', 'united.source_system') }} as journal_line_key,
        {{ surrogate_key('united.journal_id', 'united.source_system') }} as journal_key,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as account_key,
        {{ surrogate_key('united.party_id', 'united.source_system') }} as party_key,
        {{ surrogate_key('united.reconciliation_id', 'united.source_system') }}
            as reconciliation_key,
        united.journal_line_id,
        united.journal_id,
        united.account_id,
        united.party_id,
        united.description,
        united.debit_amount,
        united.credit_amount,
        united.transaction_currency,
        united.transaction_amount,
        united.maturity_date,
        united.bank_reference,
        united.reconciliation_id,
        united.recorded_at
    from united
)

select * from keyed
