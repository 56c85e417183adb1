-- What each account adds to the income statement and the balance sheet of each period, under the
-- class it is printed as. Income statement: profit positive, year-end closing journals left out
-- (they move profit to equity, they do not make it). Balance sheet: debit positive; income and
-- expense of the running fiscal year are the earnings of the current year, what is left on them of
-- earlier years counts with retained earnings, and so does what a closing journal moved that ends
-- no year of the scope.
with

balances as (
    select * from {{ ref('int_source_balances_stated') }}
),

running as (
    select
        balances.*,
        balances.account_type in ('revenue', 'expense') as is_income,
        sum(
            balances.movement_amount - balances.closing_journal_amount + balances.carried_amount
        ) over (
            partition by
                balances.entity_key,
                balances.currency_view,
                balances.source_entity_key,
                balances.layer,
                balances.account_key,
                balances.fiscal_year
            order by balances.fiscal_period
            rows between unbounded preceding and current row
        ) as year_amount
    from balances
),

{% set kinds = [
    ('profit_and_loss', 'running.account_class',
        'running.closing_journal_amount - running.movement_amount', 'running.is_income'),
    ('balance_sheet', 'running.account_class', 'running.closing_amount', 'not running.is_income'),
    ('balance_sheet', "'current_year_earnings'", 'running.year_amount', 'running.is_income'),
    ('balance_sheet', "'retained_earnings'", 'running.closing_amount - running.year_amount',
        'running.is_income'),
] -%}

united as (
    {%- for statement, account_class, amount, condition in kinds %}
        select
            '{{ statement }}' as statement,
            running.entity_key,
            running.currency_view,
            running.fiscal_period,
            {{ account_class }} as account_class,
            running.account_key,
            running.source_entity_key,
            running.layer,
            {{ money(amount) }} as amount
        from running
        where {{ condition }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

classed as (
    select * from united
    where amount <> 0
)

select * from classed
