-- ST-2: the net profit of a period is the change of retained and current-year earnings, but for
-- what was posted on retained earnings directly (dividends, opening balances) and for what of it
-- belongs to others than the group's owners.
with

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and line_code = 'net_profit'
),

minority as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and line_code = 'non_controlling_profit'
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where layout = 'ifrs' and line_code in ('retained_earnings', 'current_year_earnings')
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where account_class = 'retained_earnings'
),

consolidated_balances as (
    select * from {{ ref('fct_consolidated_balances') }}
),

earnings as (
    select
        balance_sheet.entity_key,
        balance_sheet.currency_view,
        balance_sheet.fiscal_period,
        sum(balance_sheet.amount - coalesce(balance_sheet.previous_period_amount, 0))
            as change_amount
    from balance_sheet
    group by
        balance_sheet.entity_key,
        balance_sheet.currency_view,
        balance_sheet.fiscal_period
),

direct_by_entity as (
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        -sum(
            translated_balances.movement_amount_functional
            - translated_balances.closing_journal_amount_functional
        ) as direct_amount,
        -sum(
            translated_balances.movement_amount_group
            - translated_balances.closing_journal_amount_group
        ) as direct_amount_group
    from translated_balances
    inner join accounts on translated_balances.account_key = accounts.account_key
    group by translated_balances.entity_key, translated_balances.fiscal_period
),

direct as (
    select
        direct_by_entity.entity_key,
        'functional' as currency_view,
        direct_by_entity.fiscal_period,
        direct_by_entity.direct_amount
    from direct_by_entity
    union all
    select
        direct_by_entity.entity_key,
        'group' as currency_view,
        direct_by_entity.fiscal_period,
        direct_by_entity.direct_amount_group as direct_amount
    from direct_by_entity
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        consolidated_balances.fiscal_period,
        -sum(
            consolidated_balances.movement_amount_group
            - consolidated_balances.closing_journal_amount_group
        ) as direct_amount
    from consolidated_balances
    inner join accounts on consolidated_balances.account_key = accounts.account_key
    group by consolidated_balances.fiscal_period
),

cells as (
    select
        case
            when
                profit_and_loss.entity_key = 'GROUP'
                or profit_and_loss.currency_view = 'functional'
                then profit_and_loss.entity_code
            else profit_and_loss.entity_code || ' in ' || profit_and_loss.currency_code
        end as scope,
        'net profit of ' || profit_and_loss.fiscal_period as record,
        profit_and_loss.amount as left_amount,
        earnings.change_amount - coalesce(direct.direct_amount, 0) - minority.amount
            as right_amount
    from profit_and_loss
    inner join earnings
        on
            profit_and_loss.entity_key = earnings.entity_key
            and profit_and_loss.currency_view = earnings.currency_view
            and profit_and_loss.fiscal_period = earnings.fiscal_period
    inner join minority
        on
            profit_and_loss.entity_key = minority.entity_key
            and profit_and_loss.currency_view = minority.currency_view
            and profit_and_loss.fiscal_period = minority.fiscal_period
    left join direct
        on
            profit_and_loss.entity_key = direct.entity_key
            and profit_and_loss.currency_view = direct.currency_view
            and profit_and_loss.fiscal_period = direct.fiscal_period
),

results as (
    {{ invariant_result('ST-2', 'cells') }}
)

select * from results
