with

landed as (
    {{ current_rows(source('raw_files', 'goods_receipts')) }}
),

renamed as (
    select
        cast(landed.goods_receipt_line_id as varchar) as goods_receipt_line_id,
        cast(landed.receipt_number as varchar) as receipt_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.supplier_id as varchar) as supplier_id,
        cast(landed.purchase_order_line_id as varchar) as purchase_order_line_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.receipt_date as date) as receipt_date,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.cost_amount as decimal(20, 4)) as cost_amount,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
