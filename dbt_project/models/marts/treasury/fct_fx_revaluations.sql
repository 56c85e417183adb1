-- What every position in a foreign currency would gain if it were settled at the closing rate of a
-- period, and the reversal of what it would have gained the period before. Where the rules make the
-- books it is posted (int_revaluation_lines_posted); the books of other entities stay as their
-- source keeps them.
with

revalued as (
    select * from {{ ref('int_positions_revalued') }}
),

selected as (
    select
        revalued.position_key,
        revalued.fiscal_period,
        revalued.position_type,
        revalued.entity_key,
        revalued.account_key,
        revalued.currency_code,
        revalued.functional_currency,
        revalued.closing_date,
        revalued.closing_rate,
        revalued.open_amount,
        revalued.carrying_amount_functional,
        revalued.revalued_amount_functional,
        revalued.unrealised_gain_amount_functional,
        revalued.reversed_gain_amount_functional
    from revalued
)

select * from selected
