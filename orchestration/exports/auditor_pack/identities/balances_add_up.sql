-- The balances of an entity add up to zero.
-- Row: ledger.fct_account_balances (entity_key, fiscal_period)
select entity_key, fiscal_period, sum(closing_amount), 0 from ledger.fct_account_balances
group by entity_key, fiscal_period having sum(closing_amount) <> 0
