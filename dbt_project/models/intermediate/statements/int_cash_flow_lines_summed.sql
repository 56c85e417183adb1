-- What each plain line of the cash flow statement received (+) or paid (-) in each period. Flows
-- are translated at the month's average rate, cash held at the closing rate; what lies between is
-- the effect of exchange rates on cash. The group's statement leaves out cash between its
-- companies.
with

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

between_companies as (
    select * from {{ ref('int_cash_between_companies') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
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

movements_by_view as (
    select
        movements.entity_key,
        'functional' as currency_view,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.allocated_amount as amount
    from movements
    union all
    select
        movements.entity_key,
        'group' as currency_view,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.allocated_amount_group as amount
    from movements
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.allocated_amount_group as amount
    from movements
    inner join shares
        on
            movements.entity_key = shares.entity_key
            and movements.fiscal_period = shares.fiscal_period
    left join between_companies
        on
            movements.cash_line_key = between_companies.cash_line_key
            and movements.counter_account_key = between_companies.counter_account_key
    where between_companies.cash_line_key is null
),

flows as (
    select
        line_map.layout,
        movements_by_view.entity_key,
        movements_by_view.currency_view,
        movements_by_view.fiscal_period,
        line_map.line_code,
        movements_by_view.amount
    from movements_by_view
    inner join line_map
        on
            movements_by_view.account_class = line_map.account_class
            and line_map.direction in ('any', movements_by_view.direction)
),

flow_totals as (
    select
        movements_by_view.entity_key,
        movements_by_view.currency_view,
        movements_by_view.fiscal_period,
        sum(movements_by_view.amount) as amount
    from movements_by_view
    group by
        movements_by_view.entity_key,
        movements_by_view.currency_view,
        movements_by_view.fiscal_period
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
