-- Documents a journal was posted for.
with documents as (
    select
        journal_key,
        document_type,
        invoice_number as document_number,
        invoice_date as document_date,
        currency_code,
        gross_amount as amount
    from sales.fct_invoices
    union all
    select
        journal_key,
        'supplier_' || document_type as document_type,
        bill_number as document_number,
        bill_date as document_date,
        currency_code,
        gross_amount as amount
    from payables.fct_bills
    union all
    select
        journal_key,
        'receipt' as document_type,
        payment_number as document_number,
        payment_date as document_date,
        currency_code,
        amount
    from receivables.fct_receipts
    union all
    select
        journal_key,
        'payment' as document_type,
        payment_number as document_number,
        payment_date as document_date,
        currency_code,
        amount
    from payables.fct_payments
)

select
    document_type,
    document_number,
    document_date,
    currency_code,
    amount
from documents
where journal_key = $journal_key
order by document_date asc, document_number asc
