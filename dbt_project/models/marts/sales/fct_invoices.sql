with

invoices as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

published as (
    select
        invoices.invoice_key,
        invoices.invoice_number,
        invoices.document_type,
        invoices.entity_key,
        invoices.customer_key,
        invoices.invoice_date,
        invoices.due_date,
        invoices.fiscal_period,
        invoices.is_intercompany,
        invoices.is_opening,
        invoices.currency_code,
        invoices.net_amount,
        invoices.net_amount_functional,
        invoices.net_amount_group,
        invoices.tax_amount,
        invoices.tax_amount_functional,
        invoices.tax_amount_group,
        invoices.gross_amount,
        invoices.gross_amount_functional,
        invoices.gross_amount_group,
        invoices.journal_key,
        invoices.control_account_key,
        invoices.source_system,
        invoices.recorded_at
    from invoices
)

select * from published
