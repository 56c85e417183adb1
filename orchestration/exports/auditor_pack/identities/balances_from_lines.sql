-- Debits less credits of an account and period are those of its lines.
-- Row: ledger.fct_account_balances (entity_key, account_key, fiscal_period)
with moved as (
    select entity_key, account_key, fiscal_period, sum(debit_amount) as debit_amount,
        sum(credit_amount) as credit_amount
    from ledger.fct_journal_lines group by all
)
select entity_key, account_key, fiscal_period,
    balances.debit_amount || ' and ' || balances.credit_amount,
    moved.debit_amount || ' and ' || moved.credit_amount
from ledger.fct_account_balances as balances
full join moved using (entity_key, account_key, fiscal_period)
where coalesce(balances.debit_amount, 0) <> coalesce(moved.debit_amount, 0)
    or coalesce(balances.credit_amount, 0) <> coalesce(moved.credit_amount, 0)
