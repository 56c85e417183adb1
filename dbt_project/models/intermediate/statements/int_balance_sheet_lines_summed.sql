-- What stands on each plain line of the balance sheet at each period end; assets, liabilities and
-- equity are all positive. Income and expense of the running fiscal year are the earnings of the
-- current year; what is left on them of earlier years counts with retained earnings.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
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
        balances.fiscal_period,
        accounts.account_class,
        accounts.account_type in ('revenue', 'expense') as is_income,
        balances.closing_amount,
        balances.closing_amount_group,
        sum(balances.movement_amount) over (
            partition by balances.entity_key, balances.account_key, balances.fiscal_year
            order by balances.fiscal_period
            rows between unbounded preceding and current row
        ) as year_amount,
        sum(balances.movement_amount_group) over (
            partition by balances.entity_key, balances.account_key, balances.fiscal_year
            order by balances.fiscal_period
            rows between unbounded preceding and current row
        ) as year_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
),

by_class as (
    select
        classed.entity_key,
        classed.fiscal_period,
        classed.account_class,
        classed.closing_amount,
        classed.closing_amount_group
    from classed
    where not classed.is_income
    union all
    select
        classed.entity_key,
        classed.fiscal_period,
        'current_year_earnings' as account_class,
        classed.year_amount as closing_amount,
        classed.year_amount_group as closing_amount_group
    from classed
    where classed.is_income
    union all
    select
        classed.entity_key,
        classed.fiscal_period,
        'retained_earnings' as account_class,
        classed.closing_amount - classed.year_amount as closing_amount,
        classed.closing_amount_group - classed.year_amount_group as closing_amount_group
    from classed
    where classed.is_income
),

by_view as (
    select
        by_class.entity_key,
        'functional' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.closing_amount as amount
    from by_class
    union all
    select
        by_class.entity_key,
        'group' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.closing_amount_group as amount
    from by_class
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.closing_amount_group as amount
    from by_class
),

summed as (
    select
        line_map.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        line_map.line_code,
        {{ money(
            'sum(case when statement_lines.presentation_sign < 0'
            ~ ' then -by_view.amount else by_view.amount end)'
        ) }} as amount
    from by_view
    inner join line_map on by_view.account_class = line_map.account_class
    inner join statement_lines
        on
            line_map.layout = statement_lines.layout
            and line_map.line_code = statement_lines.line_code
    group by
        line_map.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        line_map.line_code
)

select * from summed
