-- Lines of bank statements matched with a journal, or with the payments that settled what it
-- opened.
with chosen as (
    select cast($journal_key as varchar) as journal_key
),

journals as (
    select chosen.journal_key from chosen
    union
    select payments.journal_key
    from sales.fct_invoices as documents
    inner join receivables.fct_receivable_items as items
        on documents.invoice_key = items.document_key
    inner join receivables.fct_settlements as settlements on items.item_key = settlements.item_key
    inner join receivables.fct_receipts as payments
        on settlements.payment_key = payments.payment_key
    inner join chosen on documents.journal_key = chosen.journal_key
    union
    select payments.journal_key
    from payables.fct_bills as documents
    inner join payables.fct_payable_items as items on documents.bill_key = items.document_key
    inner join payables.fct_payable_settlements as settlements
        on items.item_key = settlements.item_key
    inner join payables.fct_payments as payments
        on settlements.payment_key = payments.payment_key
    inner join chosen on documents.journal_key = chosen.journal_key
)

select
    bank_lines.booking_date,
    bank_statements.statement_number,
    bank_lines.line_number,
    bank_lines.counterparty_name,
    bank_lines.remittance_text,
    bank_lines.bank_reference,
    bank_lines.currency_code,
    bank_lines.amount,
    bank_statements.file_name,
    max(matches.match_method) as match_method,
    max(files.file_sha256) as file_sha256
from journals
inner join ledger.fct_journal_lines as journal_lines
    on journals.journal_key = journal_lines.journal_key
inner join treasury.fct_bank_matches as matches
    on journal_lines.journal_line_key = matches.journal_line_key
inner join treasury.fct_bank_lines as bank_lines
    on matches.bank_line_key = bank_lines.bank_line_key
left join treasury.fct_bank_statements as bank_statements
    on bank_lines.statement_key = bank_statements.statement_key
left join audit.audit_landed_files as files
    on
        bank_statements.file_name = files.file_name
        and files.source_name = 'bank'
        and files.status = 'landed'
group by all
order by bank_lines.booking_date asc, bank_lines.line_number asc
limit 200
