-- A sale without a date is a draft nobody has confirmed yet; it is no order.
with

sales as (
    {{ current_rows(source('raw_erp', 'sale_sale')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

renamed as (
    select
        cast(sales.id as varchar) as order_id,
        sales.number as order_number,
        cast(sales.company as varchar) as entity_id,
        cast(sales.party as varchar) as customer_id,
        cast(sales.confirmed_by as varchar) as sales_rep_id,
        cast(sales.sale_date as date) as order_date,
        currencies.code as currency_code,
        sales.state,
        sales.reference as external_reference,
        {{ money('sales.untaxed_amount_cache') }} as net_amount,
        {{ money('sales.tax_amount_cache') }} as tax_amount,
        cast(null as decimal(20, 4)) as freight_amount,
        {{ money('sales.total_amount_cache') }} as gross_amount,
        cast(null as varchar) as region,
        cast(null as varchar) as channel,
        sales._recorded_at as recorded_at
    from sales
    left join currencies on sales.currency = currencies.id
    where sales.sale_date is not null
)

select * from renamed
