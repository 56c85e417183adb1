-- Unites every source that fills opportunity stage history: nothing downstream learns a source.
with

crm as (
    select * from {{ ref('stg_crm__opportunity_stage_history') }}
),

files as (
    select * from {{ ref('stg_files__opportunity_stage_history') }}
),

united as (
    select
        'crm' as source_system,
        crm.opportunity_id,
        crm.stage,
        crm.entered_at,
        crm.recorded_at
    from crm
    union all
    select
        'files' as source_system,
        files.opportunity_id,
        files.stage,
        files.entered_at,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.opportunity_id', 'united.source_system') }} as opportunity_key,
        united.opportunity_id,
        united.stage,
        united.entered_at,
        united.recorded_at
    from united
)

select * from keyed
