-- What stands on each plain line of the balance sheet at each period end; assets, liabilities and
-- equity are all positive.
with

stated as (
    select * from {{ ref('int_statement_amounts_classed') }}
    where statement = 'balance_sheet'
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'balance_sheet'
),

statement_lines as (
    select * from {{ ref('statement_lines') }}
    where statement = 'balance_sheet'
),

summed as (
    select
        line_map.layout,
        stated.entity_key,
        stated.currency_view,
        stated.fiscal_period,
        line_map.line_code,
        {{ money(
            'sum(case when statement_lines.presentation_sign < 0'
            ~ ' then -stated.amount else stated.amount end)'
        ) }} as amount
    from stated
    inner join line_map on stated.account_class = line_map.account_class
    inner join statement_lines
        on
            line_map.layout = statement_lines.layout
            and line_map.line_code = statement_lines.line_code
    group by
        line_map.layout,
        stated.entity_key,
        stated.currency_view,
        stated.fiscal_period,
        line_map.line_code
)

select * from summed
