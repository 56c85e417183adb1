with

shipments as (
    {{ current_rows(source('raw_erp', 'stock_shipment_out')) }}
),

returns as (
    {{ current_rows(source('raw_erp', 'stock_shipment_out_return')) }}
),

renamed as (
    select
        'out-' || cast(shipments.id as varchar) as delivery_id,
        shipments.number as delivery_number,
        cast(shipments.company as varchar) as entity_id,
        cast(shipments.customer as varchar) as customer_id,
        cast(shipments.effective_date as date) as delivery_date,
        shipments.state,
        shipments._recorded_at as recorded_at
    from shipments
    union all
    select
        'return-' || cast(returns.id as varchar) as delivery_id,
        returns.number as delivery_number,
        cast(returns.company as varchar) as entity_id,
        cast(returns.customer as varchar) as customer_id,
        cast(returns.effective_date as date) as delivery_date,
        returns.state,
        returns._recorded_at as recorded_at
    from returns
)

select * from renamed
