-- The region of a line is that of its order, else of its customer. Lines of documents taken over
-- with the opening balances are no revenue.
with

lines as (
    select * from {{ ref('int_sales_invoice_lines_valued') }}
),

invoices as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

products as (
    select * from {{ ref('int_products_conformed') }}
),

order_lines as (
    select * from {{ ref('int_sales_order_lines_valued') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

published as (
    select
        lines.invoice_line_key,
        lines.invoice_key,
        invoices.invoice_number,
        invoices.document_type,
        lines.line_number,
        lines.order_line_key,
        invoices.entity_key,
        invoices.customer_key,
        order_lines.sales_rep_key,
        invoices.invoice_date,
        invoices.fiscal_period,
        lines.product_key,
        products.product_line,
        coalesce(order_lines.region, invoices.region) as region,
        invoices.is_intercompany,
        lines.account_key,
        coalesce(accounts.account_type = 'revenue', not invoices.is_opening) as is_revenue,
        lines.description,
        lines.quantity,
        lines.unit_price,
        lines.currency_code,
        lines.net_amount,
        lines.net_amount_functional,
        lines.net_amount_group
    from lines
    inner join invoices on lines.invoice_key = invoices.invoice_key
    left join products on lines.product_key = products.product_key
    left join accounts on lines.account_key = accounts.account_key
    left join order_lines on lines.order_line_key = order_lines.order_line_key
)

select * from published
