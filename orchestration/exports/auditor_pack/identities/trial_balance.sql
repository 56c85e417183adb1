-- The trial balance prints the balances.
-- Row: statements.rpt_trial_balance (entity_key, fiscal_period, account_key)
select entity_key, fiscal_period, account_key,
    concat_ws(' ', printed.opening_amount, printed.debit_amount, printed.credit_amount,
        printed.closing_amount),
    concat_ws(' ', balances.opening_amount, balances.debit_amount, balances.credit_amount,
        balances.closing_amount)
from statements.rpt_trial_balance as printed
full join ledger.fct_account_balances as balances
    using (entity_key, fiscal_period, account_key)
where printed.opening_amount is distinct from balances.opening_amount
    or printed.debit_amount is distinct from balances.debit_amount
    or printed.credit_amount is distinct from balances.credit_amount
    or printed.closing_amount is distinct from balances.closing_amount
