-- Unites every source that fills chart of accounts: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__chart_of_accounts') }}
),

files as (
    select * from {{ ref('stg_files__chart_of_accounts') }}
),

united as (
    select
        'erp' as source_system,
        erp.account_id,
        erp.entity_id,
        erp.account_code,
        erp.account_name,
        erp.account_type,
        erp.account_class,
        erp.is_reconcilable,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.account_id,
        files.entity_id,
        files.account_code,
        files.account_name,
        files.account_type,
        files.account_class,
        files.is_reconcilable,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as account_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        united.account_id,
        united.entity_id,
        united.account_code,
        united.account_name,
        united.account_type,
        united.account_class,
        united.is_reconcilable,
        united.recorded_at
    from united
)

select * from keyed
