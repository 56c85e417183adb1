-- One journal with every line: who posted it, when it became known, what each account got, and
-- which journal it takes back or is taken back by (once, as GL-9 proves).
with chosen as (
    select cast($journal_key as varchar) as journal_key
)

select
    journals.journal_number,
    journals.journal_type,
    journals.effective_date,
    journals.fiscal_period,
    journals.description as journal_description,
    journals.posting_source,
    reversed_journals.journal_number as reversed_journal_number,
    reversals.journal_number as reversal_journal_number,
    journals.changed_by,
    journals.changed_at,
    journal_lines.line_number,
    chart.account_code,
    chart.account_name,
    chart.account_name_zh,
    journal_lines.description,
    journal_lines.transaction_currency,
    journal_lines.transaction_amount,
    journal_lines.functional_currency,
    journal_lines.debit_amount,
    journal_lines.credit_amount
from ledger.fct_journals as journals
inner join
    ledger.fct_journal_lines as journal_lines
    on journals.journal_key = journal_lines.journal_key
inner join ledger.dim_accounts as chart on journal_lines.account_key = chart.account_key
inner join chosen on journals.journal_key = chosen.journal_key
left join
    ledger.fct_journals as reversed_journals
    on journals.reversed_journal_key = reversed_journals.journal_key
left join
    ledger.fct_journals as reversals
    on journals.journal_key = reversals.reversed_journal_key
order by journal_lines.line_number asc
