-- Opening plus debit less credit is closing.
-- Row: ledger.fct_account_balances (entity_key, account_key, fiscal_period)
select entity_key, account_key, fiscal_period,
    opening_amount + debit_amount - credit_amount, closing_amount
from ledger.fct_account_balances
where opening_amount + debit_amount - credit_amount <> closing_amount
