-- TM-2: for every plain line of the income statement and the balance sheet of a closed period,
-- restated less as reported is the sum of the restatements, in the entity's own currency.
with

snapshots as (
    select * from {{ ref('fct_statement_snapshots') }}
    where is_in_force and currency_view = 'functional'
),

statement_lines as (
    select * from {{ ref('dim_statement_lines') }}
    where not is_subtotal and statement in ('profit_and_loss', 'balance_sheet')
),

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where currency_view = 'functional'
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where currency_view = 'functional'
),

bridge as (
    select * from {{ ref('rpt_restatement_bridge') }}
),

printed as (
    select
        'profit_and_loss' as statement_name,
        profit_and_loss.layout,
        profit_and_loss.entity_key,
        profit_and_loss.fiscal_period,
        profit_and_loss.line_code,
        profit_and_loss.amount
    from profit_and_loss
    union all
    select
        'balance_sheet' as statement_name,
        balance_sheet.layout,
        balance_sheet.entity_key,
        balance_sheet.fiscal_period,
        balance_sheet.line_code,
        balance_sheet.amount
    from balance_sheet
),

bridged as (
    select
        bridge.statement,
        bridge.layout,
        bridge.entity_key,
        bridge.fiscal_period,
        bridge.line_code,
        sum(bridge.delta_amount) as delta_amount
    from bridge
    group by
        bridge.statement,
        bridge.layout,
        bridge.entity_key,
        bridge.fiscal_period,
        bridge.line_code
),

cells as (
    select
        snapshots.entity_code as scope,
        snapshots.line_code || ' of ' || snapshots.fiscal_period || ' (' || snapshots.layout || ')'
            as record,
        coalesce(printed.amount, 0) - snapshots.amount as left_amount,
        coalesce(bridged.delta_amount, 0) as right_amount
    from snapshots
    inner join statement_lines
        on
            snapshots.layout = statement_lines.layout
            and snapshots.statement = statement_lines.statement
            and snapshots.line_code = statement_lines.line_code
    left join printed
        on
            snapshots.statement = printed.statement_name
            and snapshots.layout = printed.layout
            and snapshots.entity_key = printed.entity_key
            and snapshots.fiscal_period = printed.fiscal_period
            and snapshots.line_code = printed.line_code
    left join bridged
        on
            snapshots.statement = bridged.statement
            and snapshots.layout = bridged.layout
            and snapshots.entity_key = bridged.entity_key
            and snapshots.fiscal_period = bridged.fiscal_period
            and snapshots.line_code = bridged.line_code
),

results as (
    {{ invariant_result('TM-2', 'cells') }}
)

select * from results
