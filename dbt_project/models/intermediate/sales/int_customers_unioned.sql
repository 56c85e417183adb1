-- Unites every source that fills customers: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__customers') }}
),

files as (
    select * from {{ ref('stg_files__customers') }}
),

united as (
    select
        'erp' as source_system,
        erp.customer_id,
        erp.customer_number,
        erp.customer_name,
        erp.segment,
        erp.region,
        erp.country_code,
        erp.city,
        erp.currency_code,
        erp.payment_term_id,
        erp.credit_limit_amount,
        erp.sales_rep_id,
        erp.intercompany_entity_id,
        erp.created_date,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.customer_id,
        files.customer_number,
        files.customer_name,
        files.segment,
        files.region,
        files.country_code,
        files.city,
        files.currency_code,
        files.payment_term_id,
        files.credit_limit_amount,
        files.sales_rep_id,
        files.intercompany_entity_id,
        files.created_date,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.customer_id', 'united.source_system') }} as customer_key,
        {{ surrogate_key('united.payment_term_id', 'united.source_system') }} as payment_term_key,
        {{ surrogate_key('united.sales_rep_id', 'united.source_system') }} as sales_rep_key,
        {{ surrogate_key('united.intercompany_entity_id', 'united.source_system') }}
            as intercompany_entity_key,
        united.customer_id,
        united.customer_number,
        united.customer_name,
        united.segment,
        united.region,
        united.country_code,
        united.city,
        united.currency_code,
        united.payment_term_id,
        united.credit_limit_amount,
        united.sales_rep_id,
        united.intercompany_entity_id,
        united.created_date,
        united.recorded_at
    from united
)

select * from keyed
