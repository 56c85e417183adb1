-- Unites every source that fills suppliers: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__suppliers') }}
),

files as (
    select * from {{ ref('stg_files__suppliers') }}
),

united as (
    select
        'erp' as source_system,
        erp.supplier_id,
        erp.supplier_number,
        erp.supplier_name,
        erp.country_code,
        erp.currency_code,
        erp.payment_term_id,
        erp.intercompany_entity_id,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.supplier_id,
        files.supplier_number,
        files.supplier_name,
        files.country_code,
        files.currency_code,
        files.payment_term_id,
        files.intercompany_entity_id,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.supplier_id', 'united.source_system') }} as supplier_key,
        {{ surrogate_key('united.payment_term_id', 'united.source_system') }} as payment_term_key,
        {{ surrogate_key('united.intercompany_entity_id', 'united.source_system') }}
            as intercompany_entity_key,
        united.supplier_id,
        united.supplier_number,
        united.supplier_name,
        united.country_code,
        united.currency_code,
        united.payment_term_id,
        united.intercompany_entity_id,
        united.recorded_at
    from united
)

select * from keyed
