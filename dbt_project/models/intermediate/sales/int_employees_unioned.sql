-- Unites every source that fills employees: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__employees') }}
),

files as (
    select * from {{ ref('stg_files__employees') }}
),

united as (
    select
        'erp' as source_system,
        erp.employee_id,
        erp.entity_id,
        erp.full_name,
        erp.department,
        erp.is_sales_rep,
        erp.employee_number,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.employee_id,
        files.entity_id,
        files.full_name,
        files.department,
        files.is_sales_rep,
        cast(null as varchar) as employee_number,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.employee_id', 'united.source_system') }} as employee_key,
        {{ surrogate_key('united.entity_id', 'united.source_system') }} as entity_key,
        united.employee_id,
        united.entity_id,
        united.full_name,
        united.department,
        united.is_sales_rep,
        united.employee_number,
        united.recorded_at
    from united
)

select * from keyed
