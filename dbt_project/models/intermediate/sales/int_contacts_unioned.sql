-- Unites every source that fills contacts: nothing downstream learns a source.
with

crm as (
    select * from {{ ref('stg_crm__contacts') }}
),

files as (
    select * from {{ ref('stg_files__contacts') }}
),

united as (
    select
        'crm' as source_system,
        crm.contact_id,
        crm.account_id,
        crm.full_name,
        crm.email,
        crm.phone,
        crm.job_title,
        crm.created_at,
        crm.updated_at,
        crm.recorded_at
    from crm
    union all
    select
        'files' as source_system,
        files.contact_id,
        files.account_id,
        files.full_name,
        files.email,
        files.phone,
        files.job_title,
        files.created_at,
        files.updated_at,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.contact_id', 'united.source_system') }} as contact_key,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as crm_account_key,
        united.contact_id,
        united.account_id,
        united.full_name,
        united.email,
        united.phone,
        united.job_title,
        united.created_at,
        united.updated_at,
        united.recorded_at
    from united
)

select * from keyed
