-- CO-1: what the statements print for the group is the sum of the layers it is made of: the totals
-- of the balance sheet by the type of the accounts, and every plain line of the income statement.
with

layers as (
    select * from {{ ref('fct_consolidated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where
        layout = 'ifrs' and entity_key = 'GROUP'
        and line_code in ('total_assets', 'total_liabilities', 'total_equity')
),

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and entity_key = 'GROUP' and not is_subtotal
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where layout = 'ifrs' and statement = 'profit_and_loss'
),

balance_totals as (
    select
        layers.fiscal_period,
        case accounts.account_type
            when 'asset' then 'total_assets'
            when 'liability' then 'total_liabilities'
            else 'total_equity'
        end as line_code,
        sum(
            case
                when accounts.account_type = 'asset' then layers.closing_amount_group
                else -layers.closing_amount_group
            end
        ) as amount
    from layers
    inner join accounts on layers.account_key = accounts.account_key
    group by
        layers.fiscal_period,
        case accounts.account_type
            when 'asset' then 'total_assets'
            when 'liability' then 'total_liabilities'
            else 'total_equity'
        end
),

income_lines as (
    select
        layers.fiscal_period,
        line_map.line_code,
        sum(layers.closing_journal_amount_group - layers.movement_amount_group) as amount
    from layers
    inner join accounts on layers.account_key = accounts.account_key
    inner join line_map on accounts.account_class = line_map.account_class
    group by layers.fiscal_period, line_map.line_code
),

cells as (
    select
        balance_sheet.entity_code as scope,
        balance_sheet.line_code || ' of ' || balance_sheet.fiscal_period as record,
        balance_sheet.amount as left_amount,
        coalesce(balance_totals.amount, 0) as right_amount
    from balance_sheet
    left join balance_totals
        on
            balance_sheet.fiscal_period = balance_totals.fiscal_period
            and balance_sheet.line_code = balance_totals.line_code
    union all
    select
        profit_and_loss.entity_code as scope,
        profit_and_loss.line_code || ' of ' || profit_and_loss.fiscal_period as record,
        profit_and_loss.amount as left_amount,
        coalesce(income_lines.amount, 0) as right_amount
    from profit_and_loss
    left join income_lines
        on
            profit_and_loss.fiscal_period = income_lines.fiscal_period
            and profit_and_loss.line_code = income_lines.line_code
),

results as (
    {{ invariant_result('CO-1', 'cells') }}
)

select * from results
