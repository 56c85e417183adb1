-- How what a journal opened or paid was settled: item, payment and what was applied.
with chosen as (
    select cast($journal_key as varchar) as journal_key
),

settlements as (
    select
        items.document_number,
        documents.journal_key as document_journal_key,
        payments.payment_number,
        payments.journal_key as payment_journal_key,
        settlements.settlement_date,
        settlements.settlement_type,
        settlements.currency_code,
        settlements.applied_amount
    from receivables.fct_settlements as settlements
    inner join receivables.fct_receivable_items as items
        on settlements.item_key = items.item_key
    left join sales.fct_invoices as documents on items.document_key = documents.invoice_key
    left join receivables.fct_receipts as payments
        on settlements.payment_key = payments.payment_key
    union all
    select
        items.document_number,
        documents.journal_key as document_journal_key,
        payments.payment_number,
        payments.journal_key as payment_journal_key,
        settlements.settlement_date,
        settlements.settlement_type,
        settlements.currency_code,
        settlements.applied_amount
    from payables.fct_payable_settlements as settlements
    inner join payables.fct_payable_items as items on settlements.item_key = items.item_key
    left join payables.fct_bills as documents on items.document_key = documents.bill_key
    left join payables.fct_payments as payments
        on settlements.payment_key = payments.payment_key
)

select
    settlements.settlement_date,
    settlements.settlement_type,
    settlements.document_number,
    settlements.document_journal_key,
    settlements.payment_number,
    settlements.payment_journal_key,
    settlements.currency_code,
    settlements.applied_amount
from settlements
inner join chosen
    on chosen.journal_key in (settlements.document_journal_key, settlements.payment_journal_key)
order by settlements.settlement_date asc, settlements.document_number asc
limit 200
