-- ST-6: every component of equity begins with the balance sheet of the period before, and what
-- moved it leads to the balance sheet of this one, in every layout. In a period that books opening
-- journals the start is the opening they bring. Other layouts than IFRS are shown only where they
-- fail, so that sums are not doubled.
with

changes_in_equity as (
    select * from {{ ref('rpt_changes_in_equity') }}
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'balance_sheet'
),

opening_lines as (
    select * from {{ ref('fct_journal_lines') }}
    where journal_type = 'opening'
),

opening_periods as (
    select distinct
        opening_lines.entity_key,
        opening_lines.fiscal_period
    from opening_lines
    union
    select distinct
        'GROUP' as entity_key,
        opening_lines.fiscal_period
    from opening_lines
),

by_line as (
    select
        line_map.layout,
        line_map.line_code,
        changes_in_equity.entity_key,
        changes_in_equity.currency_view,
        changes_in_equity.fiscal_period,
        sum(
            case
                when changes_in_equity.movement_kind = 'opening' then changes_in_equity.amount
                else 0
            end
        ) as opening_amount,
        sum(
            case
                when changes_in_equity.movement_kind = 'closing' then 0
                else changes_in_equity.amount
            end
        ) as moved_amount,
        sum(
            case
                when changes_in_equity.movement_kind = 'closing' then changes_in_equity.amount
                else 0
            end
        ) as closing_amount
    from changes_in_equity
    inner join line_map on changes_in_equity.component_code = line_map.account_class
    group by
        line_map.layout,
        line_map.line_code,
        changes_in_equity.entity_key,
        changes_in_equity.currency_view,
        changes_in_equity.fiscal_period
),

compared as (
    select
        by_line.layout,
        case
            when by_line.entity_key = 'GROUP' or by_line.currency_view = 'functional'
                then balance_sheet.entity_code
            else balance_sheet.entity_code || ' in ' || balance_sheet.currency_code
        end as scope,
        by_line.line_code || ' of ' || by_line.fiscal_period || ' (' || by_line.layout || ')'
            as record,
        by_line.opening_amount,
        by_line.moved_amount,
        by_line.closing_amount,
        balance_sheet.amount as stated_amount,
        case when opening_periods.entity_key is null then balance_sheet.previous_period_amount end
            as stated_opening_amount
    from by_line
    inner join balance_sheet
        on
            by_line.layout = balance_sheet.layout
            and by_line.line_code = balance_sheet.line_code
            and by_line.entity_key = balance_sheet.entity_key
            and by_line.currency_view = balance_sheet.currency_view
            and by_line.fiscal_period = balance_sheet.fiscal_period
    left join opening_periods
        on
            by_line.entity_key = opening_periods.entity_key
            and by_line.fiscal_period = opening_periods.fiscal_period
),

sides as (
    select
        compared.layout,
        compared.scope,
        'opening ' || compared.record as record,
        compared.opening_amount as left_amount,
        compared.stated_opening_amount as right_amount
    from compared
    where compared.stated_opening_amount is not null
    union all
    select
        compared.layout,
        compared.scope,
        'movements of ' || compared.record as record,
        compared.moved_amount as left_amount,
        compared.stated_amount as right_amount
    from compared
    union all
    select
        compared.layout,
        compared.scope,
        'closing ' || compared.record as record,
        compared.closing_amount as left_amount,
        compared.stated_amount as right_amount
    from compared
),

cells as (
    select
        sides.scope,
        sides.record,
        sides.left_amount,
        sides.right_amount
    from sides
    where sides.layout = 'ifrs' or sides.left_amount <> sides.right_amount
),

results as (
    {{ invariant_result('ST-6', 'cells') }}
)

select * from results
