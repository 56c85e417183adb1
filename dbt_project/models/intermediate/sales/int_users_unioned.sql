-- Unites every source that fills users: nothing downstream learns a source.
with

crm as (
    select * from {{ ref('stg_crm__users') }}
),

files as (
    select * from {{ ref('stg_files__users') }}
),

united as (
    select
        'crm' as source_system,
        crm.user_id,
        crm.full_name,
        crm.email,
        crm.team,
        crm.is_active,
        crm.recorded_at
    from crm
    union all
    select
        'files' as source_system,
        files.user_id,
        files.full_name,
        files.email,
        files.team,
        files.is_active,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.user_id', 'united.source_system') }} as user_key,
        united.user_id,
        united.full_name,
        united.email,
        united.team,
        united.is_active,
        united.recorded_at
    from united
)

select * from keyed
