-- What each plain line of the cash flow statement received (+) or paid (-) in each period. Flows
-- are translated at the month's average rate, cash held at the closing rate; what lies between is
-- the effect of exchange rates on cash.
with

cash_flows as (
    select * from {{ ref('int_cash_flows_classed') }}
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
        cash_flows.entity_key,
        cash_flows.currency_view,
        cash_flows.fiscal_period,
        line_map.line_code,
        cash_flows.amount
    from cash_flows
    inner join line_map
        on
            cash_flows.account_class = line_map.account_class
            and line_map.direction in ('any', cash_flows.direction)
),

flow_totals as (
    select
        cash_flows.entity_key,
        cash_flows.currency_view,
        cash_flows.fiscal_period,
        sum(cash_flows.amount) as amount
    from cash_flows
    group by
        cash_flows.entity_key,
        cash_flows.currency_view,
        cash_flows.fiscal_period
),

opening_cash as (
    select
        layouts.layout,
        cash_balances.entity_key,
        cash_balances.currency_view,
        cash_balances.fiscal_period,
        'opening_cash' as line_code,
        cash_balances.opening_amount as amount
    from cash_balances
    cross join layouts
),

-- In its own currency an entity's cash has no translation effect: what is left there is an error,
-- which CF-3 names.
translation_effect as (
    select
        layouts.layout,
        cash_balances.entity_key,
        cash_balances.currency_view,
        cash_balances.fiscal_period,
        'fx_effect' as line_code,
        cash_balances.closing_amount
        - cash_balances.opening_amount
        - coalesce(flow_totals.amount, 0) as amount
    from cash_balances
    cross join layouts
    left join flow_totals
        on
            cash_balances.entity_key = flow_totals.entity_key
            and cash_balances.currency_view = flow_totals.currency_view
            and cash_balances.fiscal_period = flow_totals.fiscal_period
    where cash_balances.currency_view = 'group'
),

all_lines as (
    select * from flows
    union all
    select * from opening_cash
    union all
    select * from translation_effect
),

summed as (
    select
        all_lines.layout,
        all_lines.entity_key,
        all_lines.currency_view,
        all_lines.fiscal_period,
        all_lines.line_code,
        {{ money('sum(all_lines.amount)') }} as amount
    from all_lines
    group by
        all_lines.layout,
        all_lines.entity_key,
        all_lines.currency_view,
        all_lines.fiscal_period,
        all_lines.line_code
)

select * from summed
