with

landed as (
    {{ current_rows(source('raw_files', 'supplier_bill_lines')) }}
),

renamed as (
    select
        cast(landed.bill_line_id as varchar) as bill_line_id,
        cast(landed.bill_id as varchar) as bill_id,
        cast(landed.line_number as bigint) as line_number,
        cast(landed.purchase_order_line_id as varchar) as purchase_order_line_id,
        cast(landed.item_id as varchar) as item_id,
        cast(landed.account_id as varchar) as account_id,
        cast(landed.description as varchar) as description,
        cast(landed.quantity as decimal(20, 6)) as quantity,
        cast(landed.unit_price as decimal(20, 6)) as unit_price,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.tax_code as varchar) as tax_code,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
