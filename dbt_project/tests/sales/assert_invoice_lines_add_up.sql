-- Where the lines of an invoice add up to its net amount in the invoice's currency, they add up to
-- its functional and group amounts as well: no cent is lost to rounding.
{{ config(meta={'proves_documents': true}) }}

with

invoices as (
    select * from {{ ref('fct_invoices') }}
),

lines as (
    select
        invoice_key,
        sum(net_amount) as net_amount,
        sum(net_amount_functional) as net_amount_functional,
        sum(net_amount_group) as net_amount_group
    from {{ ref('fct_invoice_lines') }}
    group by invoice_key
)

select
    invoices.invoice_number,
    invoices.net_amount_functional,
    lines.net_amount_functional as lines_amount_functional
from invoices
inner join lines on invoices.invoice_key = lines.invoice_key
where
    invoices.net_amount = lines.net_amount
    and (
        invoices.net_amount_functional <> lines.net_amount_functional
        or invoices.net_amount_group <> lines.net_amount_group
    )
