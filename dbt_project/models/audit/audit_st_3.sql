-- ST-3: at the turn of each year retained earnings are what the books opened with, the owners'
-- profit of every month of earlier years and what was posted on retained earnings directly; nothing
-- of another entity and nothing of the new year. The group's year is its parent's.
with

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where layout = 'ifrs' and line_code = 'retained_earnings'
),

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and line_code = 'owners_profit'
),

changes_in_equity as (
    select * from {{ ref('rpt_changes_in_equity') }}
    where component_code = 'retained_earnings'
),

by_period as (
    select
        changes_in_equity.entity_key,
        changes_in_equity.currency_view,
        changes_in_equity.fiscal_period,
        changes_in_equity.fiscal_year,
        {% for name, kinds in [
            ('opening_amount', "('opening')"),
            ('closing_amount', "('closing')"),
            ('direct_amount',
                "('other_comprehensive_income', 'contributions', 'dividends', 'transfers')"),
        ] %}
            sum(
                case
                    when changes_in_equity.movement_kind in {{ kinds }}
                        then changes_in_equity.amount
                    else 0
                end
            ) as {{ name }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from changes_in_equity
    group by
        changes_in_equity.entity_key,
        changes_in_equity.currency_view,
        changes_in_equity.fiscal_period,
        changes_in_equity.fiscal_year
),

-- Books open in their first period, those of an entity that joins the group in a later one.
dated as (
    select
        by_period.*,
        lag(by_period.fiscal_year) over (
            partition by by_period.entity_key, by_period.currency_view
            order by by_period.fiscal_period
        ) as previous_fiscal_year,
        by_period.opening_amount - coalesce(
            lag(by_period.closing_amount) over (
                partition by by_period.entity_key, by_period.currency_view
                order by by_period.fiscal_period
            ),
            0
        ) as opened_amount
    from by_period
),

year_starts as (
    select
        dated.entity_key,
        dated.currency_view,
        dated.fiscal_period
    from dated
    where dated.fiscal_year <> dated.previous_fiscal_year
),

explained as (
    select
        year_starts.entity_key,
        year_starts.currency_view,
        year_starts.fiscal_period,
        sum(
            dated.opened_amount
            + dated.direct_amount
            + case
                when dated.fiscal_period < year_starts.fiscal_period
                    then coalesce(profit_and_loss.amount, 0)
                else 0
            end
        ) as amount
    from year_starts
    inner join dated
        on
            year_starts.entity_key = dated.entity_key
            and year_starts.currency_view = dated.currency_view
            and year_starts.fiscal_period >= dated.fiscal_period
    left join profit_and_loss
        on
            dated.entity_key = profit_and_loss.entity_key
            and dated.currency_view = profit_and_loss.currency_view
            and dated.fiscal_period = profit_and_loss.fiscal_period
    group by year_starts.entity_key, year_starts.currency_view, year_starts.fiscal_period
),

cells as (
    select
        case
            when balance_sheet.entity_key = 'GROUP' or balance_sheet.currency_view = 'functional'
                then balance_sheet.entity_code
            else balance_sheet.entity_code || ' in ' || balance_sheet.currency_code
        end as scope,
        'retained earnings of ' || balance_sheet.fiscal_period as record,
        balance_sheet.amount as left_amount,
        explained.amount as right_amount
    from balance_sheet
    inner join explained
        on
            balance_sheet.entity_key = explained.entity_key
            and balance_sheet.currency_view = explained.currency_view
            and balance_sheet.fiscal_period = explained.fiscal_period
),

results as (
    {{ invariant_result('ST-3', 'cells') }}
)

select * from results
