-- Debit less credit is the amount of a line.
-- Row: ledger.fct_journal_lines (journal_line_key)
select journal_line_key, debit_amount - credit_amount, functional_amount
from ledger.fct_journal_lines where debit_amount - credit_amount <> functional_amount
