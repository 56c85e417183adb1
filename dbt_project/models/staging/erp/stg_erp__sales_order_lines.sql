with

sale_lines as (
    {{ current_rows(source('raw_erp', 'sale_line')) }}
),

sales as (
    {{ current_rows(source('raw_erp', 'sale_sale')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

units as (
    {{ current_rows(source('raw_erp', 'product_uom')) }}
),

renamed as (
    select
        cast(sale_lines.id as varchar) as order_line_id,
        cast(sale_lines.sale as varchar) as order_id,
        cast(
            row_number() over (
                partition by sale_lines.sale
                order by coalesce(sale_lines.sequence, 0) asc, sale_lines.id asc
            ) as bigint
        ) as line_number,
        cast(sale_lines.product as varchar) as item_id,
        {{ quantity('sale_lines.quantity') }} as quantity,
        coalesce(units.symbol, units.name) as unit_code,
        {{ quantity('sale_lines.unit_price') }} as unit_price,
        cast(0 as decimal(20, 4)) as discount_amount,
        {{ round_to_currency(
            line_amount('sale_lines.quantity', 'sale_lines.unit_price'), 'currencies.code'
        ) }} as net_amount,
        -- What a closed order did not deliver is cancelled, and all of a cancelled order.
        cast(
            case
                when sales.state = 'cancelled' then sale_lines.quantity
                when sales.state = 'done' and sale_lines.actual_quantity is not null
                    then greatest(sale_lines.quantity - sale_lines.actual_quantity, 0)
                else 0
            end as decimal(20, 6)
        ) as cancelled_quantity,
        sale_lines._recorded_at as recorded_at
    from sale_lines
    inner join sales on sale_lines.sale = sales.id
    left join currencies on sales.currency = currencies.id
    left join units on sale_lines.unit = units.id
    where sale_lines.type = 'line' and sales.sale_date is not null
)

select * from renamed
