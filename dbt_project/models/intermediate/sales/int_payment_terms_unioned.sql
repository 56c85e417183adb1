-- Unites every source that fills payment terms: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__payment_terms') }}
),

files as (
    select * from {{ ref('stg_files__payment_terms') }}
),

united as (
    select
        'erp' as source_system,
        erp.payment_term_id,
        erp.payment_term_name,
        erp.due_days,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.payment_term_id,
        files.payment_term_name,
        files.due_days,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.payment_term_id', 'united.source_system') }} as payment_term_key,
        united.payment_term_id,
        united.payment_term_name,
        united.due_days,
        united.recorded_at
    from united
)

select * from keyed
