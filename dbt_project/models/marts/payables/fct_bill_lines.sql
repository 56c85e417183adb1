with

lines as (
    select * from {{ ref('int_supplier_bill_lines_valued') }}
),

bills as (
    select * from {{ ref('int_supplier_bills_valued') }}
),

published as (
    select
        lines.bill_line_key,
        lines.bill_key,
        bills.bill_number,
        bills.document_type,
        lines.line_number,
        lines.purchase_order_line_key,
        bills.entity_key,
        bills.supplier_key,
        bills.bill_date,
        bills.fiscal_period,
        lines.product_key,
        lines.account_key,
        bills.is_intercompany,
        lines.description,
        lines.quantity,
        lines.unit_price,
        lines.currency_code,
        lines.net_amount,
        lines.net_amount_functional,
        lines.net_amount_group
    from lines
    inner join bills on lines.bill_key = bills.bill_key
)

select * from published
