-- Unites every source that fills sales orders: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__sales_orders') }}
),

files as (
    select * from {{ ref('stg_files__sales_orders') }}
),

united as (
    select
        'erp' as source_system,
        erp.order_id,
        erp.order_number,
        erp.entity_id,
        erp.customer_id,
        erp.sales_rep_id,
        erp.order_date,
        erp.currency_code,
        erp.state,
        erp.external_reference,
        erp.net_amount,
        erp.tax_amount,
        erp.freight_amount,
        erp.gross_amount,
        erp.region,
        erp.channel,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.order_id,
        files.order_number,
        files.entity_id,
        files.customer_id,
        files.sales_rep_id,
        files.order_date,
        files.currency_code,
        files.state,
        files.external_reference,
        files.net_amount,
        files.tax_amount,
        files.freight_amount,
        files.gross_amount,
        files.region,
        files.channel,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.order_id', 'united.source_system') }} as order_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.customer_id', 'united.source_system') }} as customer_key,
        {{ surrogate_key('united.sales_rep_id', 'united.source_system') }} as sales_rep_key,
        united.order_id,
        united.order_number,
        united.entity_id,
        united.customer_id,
        united.sales_rep_id,
        united.order_date,
        united.currency_code,
        united.state,
        united.external_reference,
        united.net_amount,
        united.tax_amount,
        united.freight_amount,
        united.gross_amount,
        united.region,
        united.channel,
        united.recorded_at
    from united
)

select * from keyed
