-- Balances per account and period in functional and presentation currency, with the translation
-- difference as an equity account of its own, so that both columns sum to zero.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

selected as (
    select
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        balances.functional_currency,
        balances.opening_amount as opening_amount_functional,
        balances.movement_amount as movement_amount_functional,
        balances.closing_amount as closing_amount_functional,
        balances.closing_journal_amount as closing_journal_amount_functional,
        balances.group_currency,
        balances.opening_amount_group,
        balances.movement_amount_group,
        balances.closing_amount_group,
        balances.closing_journal_amount_group
    from balances
)

select * from selected
