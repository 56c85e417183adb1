-- What every line recorded after a close does to the printed statements of closed periods: to the
-- income statement of its own period, to the balance sheet of its own and every later one.
with

restated_lines as (
    select * from {{ ref('int_restated_lines_compared') }}
),

closes as (
    select * from {{ ref('int_period_events_ordered') }}
    where action = 'close' and is_newest and entity_key <> 'GROUP'
),

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement in ('profit_and_loss', 'balance_sheet')
),

statement_lines as (
    select * from {{ ref('statement_lines') }}
),

journals as (
    select * from {{ ref('int_journals_posted') }}
),

changed as (
    select
        restated_lines.entity_key,
        restated_lines.fiscal_period,
        entity_periods.fiscal_year,
        restated_lines.journal_key,
        restated_lines.journal_line_key,
        restated_lines.account_key,
        restated_lines.change_type,
        restated_lines.recorded_at,
        accounts.account_class,
        accounts.account_type in ('revenue', 'expense') as is_income,
        coalesce(journals.journal_type, '') = 'closing' as is_closing,
        restated_lines.restated_amount - restated_lines.reported_amount as delta_amount
    from restated_lines
    inner join accounts on restated_lines.account_key = accounts.account_key
    inner join entity_periods
        on
            restated_lines.entity_key = entity_periods.entity_key
            and restated_lines.fiscal_period = entity_periods.fiscal_period
    left join journals on restated_lines.journal_key = journals.journal_key
),

profit_and_loss as (
    select
        changed.entity_key,
        changed.fiscal_period as stated_period,
        'profit_and_loss' as statement_name,
        changed.account_class,
        changed.journal_key,
        changed.journal_line_key,
        changed.account_key,
        changed.change_type,
        changed.recorded_at,
        changed.delta_amount
    from changed
    where changed.is_income and not changed.is_closing
),

balance_sheet as (
    select
        changed.entity_key,
        closes.fiscal_period as stated_period,
        'balance_sheet' as statement_name,
        case
            when not changed.is_income then changed.account_class
            when changed.fiscal_year = entity_periods.fiscal_year then 'current_year_earnings'
            else 'retained_earnings'
        end as account_class,
        changed.journal_key,
        changed.journal_line_key,
        changed.account_key,
        changed.change_type,
        changed.recorded_at,
        changed.delta_amount
    from changed
    inner join closes
        on
            changed.entity_key = closes.entity_key
            and changed.fiscal_period <= closes.fiscal_period
    inner join entity_periods
        on
            closes.entity_key = entity_periods.entity_key
            and closes.fiscal_period = entity_periods.fiscal_period
),

all_effects as (
    select * from profit_and_loss
    union all
    select * from balance_sheet
),

mapped as (
    select
        all_effects.entity_key,
        all_effects.stated_period as fiscal_period,
        line_map.layout,
        line_map.statement,
        line_map.line_code,
        all_effects.journal_line_key,
        all_effects.account_key,
        all_effects.journal_key,
        all_effects.change_type,
        all_effects.recorded_at,
        {{ money(
            'case when statement_lines.presentation_sign < 0'
            ~ ' then -all_effects.delta_amount else all_effects.delta_amount end'
        ) }} as amount
    from all_effects
    inner join line_map
        on
            all_effects.statement_name = line_map.statement
            and all_effects.account_class = line_map.account_class
    inner join statement_lines
        on
            line_map.layout = statement_lines.layout
            and line_map.statement = statement_lines.statement
            and line_map.line_code = statement_lines.line_code
)

select * from mapped
