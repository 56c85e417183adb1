with

landed as (
    {{ current_rows(source('raw_files', 'sales_orders')) }}
),

renamed as (
    select
        cast(landed.order_id as varchar) as order_id,
        cast(landed.order_number as varchar) as order_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.customer_id as varchar) as customer_id,
        cast(landed.sales_rep_id as varchar) as sales_rep_id,
        cast(landed.order_date as date) as order_date,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.state as varchar) as state,
        cast(landed.external_reference as varchar) as external_reference,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.tax_amount as decimal(20, 4)) as tax_amount,
        cast(landed.freight_amount as decimal(20, 4)) as freight_amount,
        cast(landed.gross_amount as decimal(20, 4)) as gross_amount,
        cast(landed.region as varchar) as region,
        cast(landed.channel as varchar) as channel,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
