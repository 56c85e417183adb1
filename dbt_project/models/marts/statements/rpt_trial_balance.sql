-- The trial balance as an accountant prints it: every account with its opening balance, debits,
-- credits and closing balance, per entity and period, in functional currency; at the end of a year
-- also as it was before its adjustment periods.
with

balances as (
    select * from {{ ref('fct_account_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

printed as (
    select
        balances.entity_key,
        entities.entity_code,
        balances.fiscal_period,
        balances.account_key,
        accounts.account_code,
        accounts.account_name,
        accounts.account_name_zh,
        balances.opening_amount,
        balances.debit_amount,
        balances.credit_amount,
        balances.closing_amount_before_adjustments,
        balances.adjustment_amount,
        balances.closing_amount,
        entities.functional_currency as currency_code
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    inner join entities on balances.entity_key = entities.entity_key
)

select * from printed
