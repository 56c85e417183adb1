-- Unites every source that fills fiscal periods: nothing downstream learns a source.
{{ config(post_hook='{{ require_fiscal_calendar() }}') }}
with

erp as (
    select * from {{ ref('stg_erp__fiscal_periods') }}
),

files as (
    select * from {{ ref('stg_files__fiscal_periods') }}
),

united as (
    select
        'erp' as source_system,
        erp.fiscal_period_id,
        erp.entity_id,
        erp.period_name,
        erp.fiscal_year_name,
        erp.starts_date,
        erp.ends_date,
        erp.is_adjustment,
        erp.state,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.fiscal_period_id,
        files.entity_id,
        files.period_name,
        files.fiscal_year_name,
        files.starts_date,
        files.ends_date,
        files.is_adjustment,
        files.state,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.fiscal_period_id', 'united.source_system') }} as fiscal_period_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        united.fiscal_period_id,
        united.entity_id,
        united.period_name,
        united.fiscal_year_name,
        united.starts_date,
        united.ends_date,
        united.is_adjustment,
        united.state,
        united.recorded_at
    from united
)

select * from keyed
