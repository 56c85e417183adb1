with

receipts as (
    select * from {{ ref('int_goods_receipts_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

published as (
    select
        receipts.goods_receipt_line_key,
        receipts.receipt_number,
        receipts.entity_key,
        receipts.supplier_key,
        receipts.purchase_order_line_key,
        receipts.product_key,
        receipts.receipt_date,
        {{ fiscal_period_of('receipts.receipt_date') }} as fiscal_period,
        receipts.quantity,
        receipts.cost_amount as cost_amount_functional,
        receipts.source_system
    from receipts
    inner join as_of on receipts.receipt_date <= as_of.as_of_date
    {{ join_own_periods('receipts.entity_key', 'receipts.receipt_date') }}
)

select * from published
