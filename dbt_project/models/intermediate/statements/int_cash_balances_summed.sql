-- The cash each entity held at the start and end of each period, in both currencies. Opening
-- journals of the period count as held at its start.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
    where is_cash
),

summed as (
    select
        balances.entity_key,
        balances.fiscal_period,
        {{ money('sum(balances.opening_amount + balances.opening_journal_amount)') }}
            as opening_amount,
        {{ money('sum(balances.closing_amount)') }} as closing_amount,
        {{ money('sum(balances.opening_amount_group + balances.opening_journal_amount_group)') }}
            as opening_amount_group,
        {{ money('sum(balances.closing_amount_group)') }} as closing_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    group by balances.entity_key, balances.fiscal_period
)

select * from summed
