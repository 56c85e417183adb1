-- What each plain line of the income statement earned or cost in each period, profit positive.
-- Year-end closing journals are left out: they move profit to equity, they do not make it.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'profit_and_loss'
),

plan_lines as (
    select * from {{ ref('int_plan_lines_resolved') }}
    where is_current
),

earned as (
    select
        balances.entity_key,
        balances.fiscal_period,
        accounts.account_class,
        -sum(balances.movement_amount - balances.closing_journal_amount) as amount,
        -sum(balances.movement_amount_group - balances.closing_journal_amount_group)
            as amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    where accounts.account_type in ('revenue', 'expense')
    group by balances.entity_key, balances.fiscal_period, accounts.account_class
),

planned as (
    select
        plan_lines.entity_key,
        plan_lines.fiscal_period,
        accounts.account_class,
        sum(plan_lines.amount_functional) as budget_amount,
        sum(plan_lines.amount_group) as budget_amount_group
    from plan_lines
    inner join accounts on plan_lines.account_key = accounts.account_key
    where accounts.account_type in ('revenue', 'expense')
    group by plan_lines.entity_key, plan_lines.fiscal_period, accounts.account_class
),

by_class as (
    select
        earned.entity_key,
        earned.fiscal_period,
        earned.account_class,
        earned.amount,
        earned.amount_group,
        cast(null as decimal(20, 4)) as budget_amount,
        cast(null as decimal(20, 4)) as budget_amount_group
    from earned
    union all
    select
        planned.entity_key,
        planned.fiscal_period,
        planned.account_class,
        cast(null as decimal(20, 4)) as amount,
        cast(null as decimal(20, 4)) as amount_group,
        planned.budget_amount,
        planned.budget_amount_group
    from planned
),

by_view as (
    select
        by_class.entity_key,
        'functional' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.amount,
        by_class.budget_amount
    from by_class
    union all
    select
        by_class.entity_key,
        'group' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.amount_group as amount,
        by_class.budget_amount_group as budget_amount
    from by_class
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        by_class.fiscal_period,
        by_class.account_class,
        by_class.amount_group as amount,
        by_class.budget_amount_group as budget_amount
    from by_class
),

summed as (
    select
        line_map.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        line_map.line_code,
        {{ money('coalesce(sum(by_view.amount), 0)') }} as amount,
        {{ money('sum(by_view.budget_amount)') }} as budget_amount
    from by_view
    inner join line_map on by_view.account_class = line_map.account_class
    group by
        line_map.layout,
        by_view.entity_key,
        by_view.currency_view,
        by_view.fiscal_period,
        line_map.line_code
)

select * from summed
