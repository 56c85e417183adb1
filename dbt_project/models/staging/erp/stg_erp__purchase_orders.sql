-- A purchase without a date is a draft nobody has confirmed yet; it is no order.
with

purchases as (
    {{ current_rows(source('raw_erp', 'purchase_purchase')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

renamed as (
    select
        cast(purchases.id as varchar) as purchase_order_id,
        purchases.number as purchase_order_number,
        cast(purchases.company as varchar) as entity_id,
        cast(purchases.party as varchar) as supplier_id,
        cast(purchases.purchase_date as date) as order_date,
        currencies.code as currency_code,
        purchases.state,
        {{ money('purchases.untaxed_amount_cache') }} as net_amount,
        {{ money('purchases.tax_amount_cache') }} as tax_amount,
        cast(null as decimal(20, 4)) as freight_amount,
        {{ money('purchases.total_amount_cache') }} as gross_amount,
        purchases._recorded_at as recorded_at
    from purchases
    left join currencies on purchases.currency = currencies.id
    where purchases.purchase_date is not null
)

select * from renamed
