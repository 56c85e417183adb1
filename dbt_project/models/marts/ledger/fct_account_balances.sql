-- Balances per account and period in functional currency: opening plus debit less credit is
-- closing, and closing is the next period's opening.
with

balances as (
    select * from {{ ref('int_account_balances_windowed') }}
),

selected as (
    select
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        balances.opening_amount,
        balances.debit_amount,
        balances.credit_amount,
        {{ money('balances.closing_amount - balances.adjustment_amount') }}
            as closing_amount_before_adjustments,
        balances.adjustment_amount,
        balances.closing_amount
    from balances
)

select * from selected
