-- Unites every source that fills deliveries: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__deliveries') }}
),

files as (
    select * from {{ ref('stg_files__deliveries') }}
),

united as (
    select
        'erp' as source_system,
        erp.delivery_id,
        erp.delivery_number,
        erp.entity_id,
        erp.customer_id,
        erp.delivery_date,
        erp.state,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.delivery_id,
        files.delivery_number,
        files.entity_id,
        files.customer_id,
        files.delivery_date,
        files.state,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.delivery_id', 'united.source_system') }} as delivery_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.customer_id', 'united.source_system') }} as customer_key,
        united.delivery_id,
        united.delivery_number,
        united.entity_id,
        united.customer_id,
        united.delivery_date,
        united.state,
        united.recorded_at
    from united
)

select * from keyed
