-- Unites every source that fills bank accounts: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__bank_accounts') }}
),

files as (
    select * from {{ ref('stg_files__bank_accounts') }}
),

united as (
    select
        'erp' as source_system,
        erp.bank_account_id,
        erp.entity_id,
        erp.account_number,
        erp.iban,
        erp.bank_name,
        erp.currency_code,
        erp.ledger_account_code,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.bank_account_id,
        files.entity_id,
        files.account_number,
        files.iban,
        files.bank_name,
        files.currency_code,
        files.ledger_account_code,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.bank_account_id', 'united.source_system') }} as bank_account_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        united.bank_account_id,
        united.entity_id,
        united.account_number,
        united.iban,
        united.bank_name,
        united.currency_code,
        united.ledger_account_code,
        united.recorded_at
    from united
)

select * from keyed
