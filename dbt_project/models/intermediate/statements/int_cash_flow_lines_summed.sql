-- What each plain line of the cash flow statement received (+) or paid (-) in each period. Flows
-- are translated at the month's average rate, cash held at the closing rate; what lies between is
-- the effect of exchange rates on cash.
with

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

cash_balances as (
    select * from {{ ref('int_cash_balances_summed') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'cash_flow'
),

layouts as (
    select distinct statement_lines.layout
    from {{ ref('statement_lines') }} as statement_lines
    where statement_lines.statement = 'cash_flow'
),

flows as (
    select
        line_map.layout,
        movements.entity_key,
        movements.fiscal_period,
        line_map.line_code,
        sum(movements.allocated_amount) as amount,
        sum(movements.allocated_amount_group) as amount_group
    from movements
    inner join line_map
        on
            movements.account_class = line_map.account_class
            and line_map.direction in ('any', movements.direction)
    group by
        line_map.layout,
        movements.entity_key,
        movements.fiscal_period,
        line_map.line_code
),

flow_totals as (
    select
        movements.entity_key,
        movements.fiscal_period,
        sum(movements.allocated_amount_group) as amount_group
    from movements
    group by movements.entity_key, movements.fiscal_period
),

opening_cash as (
    select
        layouts.layout,
        cash_balances.entity_key,
        cash_balances.fiscal_period,
        'opening_cash' as line_code,
        cash_balances.opening_amount as amount,
        cash_balances.opening_amount_group as amount_group
    from cash_balances
    cross join layouts
),

translation_effect as (
    select
        layouts.layout,
        cash_balances.entity_key,
        cash_balances.fiscal_period,
        'fx_effect' as line_code,
        0 as amount,
        cash_balances.closing_amount_group
        - cash_balances.opening_amount_group
        - coalesce(flow_totals.amount_group, 0) as amount_group
    from cash_balances
    cross join layouts
    left join flow_totals
        on
            cash_balances.entity_key = flow_totals.entity_key
            and cash_balances.fiscal_period = flow_totals.fiscal_period
),

all_lines as (
    select * from flows
    union all
    select * from opening_cash
    union all
    select * from translation_effect
),

by_view as (
    select
        all_lines.layout,
        all_lines.entity_key,
        'functional' as currency_view,
        all_lines.fiscal_period,
        all_lines.line_code,
        all_lines.amount
    from all_lines
    union all
    select
        all_lines.layout,
        all_lines.entity_key,
        'group' as currency_view,
        all_lines.fiscal_period,
        all_lines.line_code,
        all_lines.amount_group as amount
    from all_lines
    union all
    select
        all_lines.layout,
        'GROUP' as entity_key,
        'group' as currency_view,
        all_lines.fiscal_period,
        all_lines.line_code,
        all_lines.amount_group as amount
    from all_lines
),

summed as (
    select
        by_view.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        by_view.line_code,
        {{ money('sum(by_view.amount)') }} as amount
    from by_view
    group by
        by_view.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        by_view.line_code
)

select * from summed
