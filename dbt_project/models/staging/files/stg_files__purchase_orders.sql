with

landed as (
    {{ current_rows(source('raw_files', 'purchase_orders')) }}
),

renamed as (
    select
        cast(landed.purchase_order_id as varchar) as purchase_order_id,
        cast(landed.purchase_order_number as varchar) as purchase_order_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.supplier_id as varchar) as supplier_id,
        cast(landed.order_date as date) as order_date,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.state as varchar) as state,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.tax_amount as decimal(20, 4)) as tax_amount,
        cast(landed.freight_amount as decimal(20, 4)) as freight_amount,
        cast(landed.gross_amount as decimal(20, 4)) as gross_amount,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
