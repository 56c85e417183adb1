-- Unites every source that fills accounts: nothing downstream learns a source.
with

crm as (
    select * from {{ ref('stg_crm__accounts') }}
),

files as (
    select * from {{ ref('stg_files__accounts') }}
),

united as (
    select
        'crm' as source_system,
        crm.account_id,
        crm.account_name,
        crm.domain,
        crm.industry,
        crm.region,
        crm.country_code,
        crm.owner_id,
        crm.erp_customer_number,
        crm.created_at,
        crm.updated_at,
        crm.recorded_at
    from crm
    union all
    select
        'files' as source_system,
        files.account_id,
        files.account_name,
        files.domain,
        files.industry,
        files.region,
        files.country_code,
        files.owner_id,
        files.erp_customer_number,
        files.created_at,
        files.updated_at,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as crm_account_key,
        {{ surrogate_key('united.owner_id', 'united.source_system') }} as user_key,
        united.account_id,
        united.account_name,
        united.domain,
        united.industry,
        united.region,
        united.country_code,
        united.owner_id,
        united.erp_customer_number,
        united.created_at,
        united.updated_at,
        united.recorded_at
    from united
)

select * from keyed
