-- What each plain line of the income statement earned or cost in each period, profit positive.
with

stated as (
    select * from {{ ref('int_statement_amounts_classed') }}
    where statement = 'profit_and_loss'
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
    where account_type in ('revenue', 'expense')
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'profit_and_loss'
),

plan_lines as (
    select * from {{ ref('int_plan_lines_resolved') }}
    where is_current
),

planned_by_view as (
    select
        plan_lines.entity_key,
        'functional' as currency_view,
        plan_lines.fiscal_period,
        plan_lines.account_key,
        plan_lines.amount_functional as budget_amount
    from plan_lines
    union all
    select
        plan_lines.entity_key,
        'group' as currency_view,
        plan_lines.fiscal_period,
        plan_lines.account_key,
        plan_lines.amount_group as budget_amount
    from plan_lines
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        plan_lines.fiscal_period,
        plan_lines.account_key,
        plan_lines.amount_group as budget_amount
    from plan_lines
),

by_class as (
    select
        stated.entity_key,
        stated.currency_view,
        stated.fiscal_period,
        stated.account_class,
        stated.amount,
        cast(null as decimal(20, 4)) as budget_amount
    from stated
    union all
    select
        planned_by_view.entity_key,
        planned_by_view.currency_view,
        planned_by_view.fiscal_period,
        -- Sales planned between companies leave their margin in the group's cost, as real ones do.
        case
            when
                planned_by_view.entity_key = 'GROUP'
                and accounts.account_class in (
                    'revenue_intercompany', 'cost_of_sales_intercompany'
                )
                then 'cost_of_sales'
            else accounts.account_class
        end as account_class,
        cast(null as decimal(20, 4)) as amount,
        planned_by_view.budget_amount
    from planned_by_view
    inner join accounts on planned_by_view.account_key = accounts.account_key
),

summed as (
    select
        line_map.layout,
        by_class.entity_key,
        by_class.currency_view,
        by_class.fiscal_period,
        line_map.line_code,
        {{ money('coalesce(sum(by_class.amount), 0)') }} as amount,
        {{ money('sum(by_class.budget_amount)') }} as budget_amount
    from by_class
    inner join line_map on by_class.account_class = line_map.account_class
    group by
        line_map.layout,
        by_class.entity_key,
        by_class.currency_view,
        by_class.fiscal_period,
        line_map.line_code
)

select * from summed
