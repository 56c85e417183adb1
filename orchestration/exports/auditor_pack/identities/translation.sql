-- Translation leaves the balances in functional currency as they are.
-- Row: ledger.fct_translated_balances (entity_key, account_key, fiscal_period)
select entity_key, account_key, fiscal_period, translated.closing_amount_functional,
    balances.closing_amount
from ledger.fct_account_balances as balances
full join ledger.fct_translated_balances as translated
    using (entity_key, account_key, fiscal_period)
where coalesce(translated.closing_amount_functional, 0)
    <> coalesce(balances.closing_amount, 0)
