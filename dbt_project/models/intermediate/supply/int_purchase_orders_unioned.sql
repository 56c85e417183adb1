-- Unites every source that fills purchase orders: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__purchase_orders') }}
),

files as (
    select * from {{ ref('stg_files__purchase_orders') }}
),

united as (
    select
        'erp' as source_system,
        erp.purchase_order_id,
        erp.purchase_order_number,
        erp.entity_id,
        erp.supplier_id,
        erp.order_date,
        erp.currency_code,
        erp.state,
        erp.net_amount,
        erp.tax_amount,
        erp.freight_amount,
        erp.gross_amount,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.purchase_order_id,
        files.purchase_order_number,
        files.entity_id,
        files.supplier_id,
        files.order_date,
        files.currency_code,
        files.state,
        files.net_amount,
        files.tax_amount,
        files.freight_amount,
        files.gross_amount,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.purchase_order_id', 'united.source_system') }}
            as purchase_order_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.supplier_id', 'united.source_system') }} as supplier_key,
        united.purchase_order_id,
        united.purchase_order_number,
        united.entity_id,
        united.supplier_id,
        united.order_date,
        united.currency_code,
        united.state,
        united.net_amount,
        united.tax_amount,
        united.freight_amount,
        united.gross_amount,
        united.recorded_at
    from united
)

select * from keyed
