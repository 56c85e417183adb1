-- The cash each scope held at the start and end of each period. Opening journals of the period
-- count as held at its start.
with

balances as (
    select * from {{ ref('int_source_balances_stated') }}
    where is_cash
),

summed as (
    select
        balances.entity_key,
        balances.currency_view,
        balances.fiscal_period,
        {{ money('sum(balances.opening_amount + balances.opening_journal_amount)') }}
            as opening_amount,
        {{ money('sum(balances.closing_amount)') }} as closing_amount
    from balances
    group by balances.entity_key, balances.currency_view, balances.fiscal_period
)

select * from summed
