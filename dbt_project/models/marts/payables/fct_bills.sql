with

bills as (
    select * from {{ ref('int_supplier_bills_valued') }}
),

published as (
    select
        bills.bill_key,
        bills.bill_number,
        bills.supplier_reference,
        bills.document_type,
        bills.entity_key,
        bills.supplier_key,
        bills.bill_date,
        bills.due_date,
        bills.fiscal_period,
        bills.is_intercompany,
        bills.is_opening,
        bills.currency_code,
        bills.net_amount,
        bills.net_amount_functional,
        bills.net_amount_group,
        bills.tax_amount,
        bills.tax_amount_functional,
        bills.tax_amount_group,
        bills.gross_amount,
        bills.gross_amount_functional,
        bills.gross_amount_group,
        bills.journal_key,
        bills.control_account_key,
        bills.source_system,
        bills.recorded_at
    from bills
)

select * from published
