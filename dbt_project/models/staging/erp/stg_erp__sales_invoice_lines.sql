with

invoice_lines as (
    {{ current_rows(source('raw_erp', 'account_invoice_line')) }}
),

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

line_taxes as (
    {{ current_rows(source('raw_erp', 'account_invoice_line_account_tax')) }}
),

taxes as (
    {{ current_rows(source('raw_erp', 'account_tax')) }}
),

tax_codes as (
    select
        line_taxes.line,
        min(taxes.name) as tax_code
    from line_taxes
    inner join taxes on line_taxes.tax = taxes.id
    group by line_taxes.line
),

renamed as (
    select
        cast(invoice_lines.id as varchar) as invoice_line_id,
        cast(invoice_lines.invoice as varchar) as invoice_id,
        cast(
            row_number() over (
                partition by invoice_lines.invoice
                order by coalesce(invoice_lines.sequence, 0) asc, invoice_lines.id asc
            ) as bigint
        ) as line_number,
        case
            when invoice_lines.origin like 'sale.line,%'
                then split_part(invoice_lines.origin, ',', 2)
        end as order_line_id,
        cast(invoice_lines.product as varchar) as item_id,
        cast(invoice_lines.account as varchar) as account_id,
        invoice_lines.description,
        {{ quantity('invoice_lines.quantity') }} as quantity,
        {{ quantity('invoice_lines.unit_price') }} as unit_price,
        {{ round_to_currency(
            line_amount('invoice_lines.quantity', 'invoice_lines.unit_price'), 'currencies.code'
        ) }} as net_amount,
        tax_codes.tax_code,
        invoice_lines._recorded_at as recorded_at
    from invoice_lines
    inner join invoices on invoice_lines.invoice = invoices.id
    left join currencies on invoices.currency = currencies.id
    left join tax_codes on invoice_lines.id = tax_codes.line
    where
        invoice_lines.type = 'line'
        and invoices.type = 'out'
        and invoices.state in ('posted', 'paid')
        and invoices.move is not null
)

select * from renamed
