-- A balance opens as the period before closed.
-- Row: ledger.fct_account_balances (entity_key, account_key, fiscal_period)
select entity_key, account_key, fiscal_period, opening_amount, previous_amount from (
    select entity_key, account_key, fiscal_period, opening_amount,
        coalesce(lag(closing_amount) over (
            partition by entity_key, account_key order by fiscal_period
        ), 0) as previous_amount
    from ledger.fct_account_balances
) where opening_amount <> previous_amount
