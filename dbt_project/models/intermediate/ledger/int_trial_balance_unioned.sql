-- Unites every source that fills trial balance: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__trial_balance') }}
),

files as (
    select * from {{ ref('stg_files__trial_balance') }}
),

united as (
    select
        'erp' as source_system,
        erp.account_id,
        erp.fiscal_period_id,
        erp.debit_amount,
        erp.credit_amount,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.account_id,
        files.fiscal_period_id,
        files.debit_amount,
        files.credit_amount,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as account_key,
        {{ surrogate_key('united.fiscal_period_id', 'united.source_system') }} as fiscal_period_key,
        united.account_id,
        united.fiscal_period_id,
        united.debit_amount,
        united.credit_amount,
        united.recorded_at
    from united
)

select * from keyed
