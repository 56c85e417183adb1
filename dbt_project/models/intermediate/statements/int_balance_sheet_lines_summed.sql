-- What stands on each plain line of the balance sheet at each period end; assets, liabilities and
-- equity are all positive. Income and expense of the running fiscal year are the earnings of the
-- current year; what is left on them of earlier years counts with retained earnings.
with

balances as (
    select * from {{ ref('int_scope_balances_stated') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'balance_sheet'
),

statement_lines as (
    select * from {{ ref('statement_lines') }}
    where statement = 'balance_sheet'
),

classed as (
    select
        balances.entity_key,
        balances.currency_view,
        balances.fiscal_period,
        balances.account_class,
        balances.account_type in ('revenue', 'expense') as is_income,
        balances.closing_amount,
        sum(balances.movement_amount) over (
            partition by
                balances.entity_key,
                balances.currency_view,
                balances.account_key,
                balances.fiscal_year
            order by balances.fiscal_period
            rows between unbounded preceding and current row
        ) as year_amount
    from balances
),

by_class as (
    select
        classed.entity_key,
        classed.currency_view,
        classed.fiscal_period,
        classed.account_class,
        classed.closing_amount as amount
    from classed
    where not classed.is_income
    union all
    select
        classed.entity_key,
        classed.currency_view,
        classed.fiscal_period,
        'current_year_earnings' as account_class,
        classed.year_amount as amount
    from classed
    where classed.is_income
    union all
    select
        classed.entity_key,
        classed.currency_view,
        classed.fiscal_period,
        'retained_earnings' as account_class,
        classed.closing_amount - classed.year_amount as amount
    from classed
    where classed.is_income
),

summed as (
    select
        line_map.layout,
        by_class.entity_key,
        by_class.currency_view,
        by_class.fiscal_period,
        line_map.line_code,
        {{ money(
            'sum(case when statement_lines.presentation_sign < 0'
            ~ ' then -by_class.amount else by_class.amount end)'
        ) }} as amount
    from by_class
    inner join line_map on by_class.account_class = line_map.account_class
    inner join statement_lines
        on
            line_map.layout = statement_lines.layout
            and line_map.line_code = statement_lines.line_code
    group by
        line_map.layout,
        by_class.entity_key,
        by_class.currency_view,
        by_class.fiscal_period,
        line_map.line_code
)

select * from summed
