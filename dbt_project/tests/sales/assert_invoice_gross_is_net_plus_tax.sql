-- BL-2: gross is net plus tax in all three currencies.
{{ config(meta={'proves_documents': true}) }}

select
    invoice_number,
    gross_amount,
    net_amount,
    tax_amount
from {{ ref('fct_invoices') }}
where
    gross_amount <> net_amount + tax_amount
    or gross_amount_functional <> net_amount_functional + tax_amount_functional
    or gross_amount_group <> net_amount_group + tax_amount_group
