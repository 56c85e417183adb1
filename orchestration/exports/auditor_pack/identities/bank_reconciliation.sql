-- The ledger is the bank statement and what only one of them has booked.
-- Row: treasury.rpt_bank_reconciliation (bank_account_key, fiscal_period)
select bank_account_key, fiscal_period, ledger_amount, statement_amount
    + deposits_in_transit_amount - outstanding_payments_amount - unbooked_lines_amount
    + difference_amount
from treasury.rpt_bank_reconciliation
where difference_amount <> 0 or ledger_amount <> statement_amount
    + deposits_in_transit_amount - outstanding_payments_amount - unbooked_lines_amount
