-- What each account moved each component of equity by in each period, equity positive. Income and
-- expense are the earnings of the current year; they are carried to retained earnings by the
-- year-end closing journal, or where there is none by the turn of the year. A journal that touches
-- equity alone is a transfer; every other posting on retained earnings is a dividend, on other
-- capital a contribution of the owners. Opening journals count as held at the start.
-- Non-controlling interests are moved by what they take off profit and off every other component,
-- in the same kind of movement.
{% set is_interest_of_others =
    "turned.layer = 'nci' and turned.account_class = 'non_controlling_interest'"
%}
{% set of_rows = {
    'income': "turned.account_type <> 'equity'",
    'equity': "turned.account_type = 'equity'",
    'directly moved': "turned.account_type = 'equity' and not (" ~ is_interest_of_others ~ ")",
    'profit of others': "turned.account_class = 'non_controlling_profit'",
    'equity of others': "turned.layer = 'nci' and turned.account_type = 'equity'"
        ~ " and turned.account_class <> 'non_controlling_interest'",
} %}
{% set direct_kind =
    "case turned.account_class"
    ~ " when 'translation_reserve' then 'other_comprehensive_income'"
    ~ " when 'retained_earnings' then 'dividends'"
    ~ " else 'contributions' end"
%}
{% set directly_moved =
    'turned.movement_amount - turned.opening_journal_amount - turned.closing_journal_amount'
%}
with

balances as (
    select * from {{ ref('int_source_balances_stated') }}
    where account_type in ('equity', 'revenue', 'expense')
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

-- The ledger is read where it meets what is asked of it: kept aside, all of it would be copied.
equity_lines as (
    select journal_lines.journal_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where
        accounts.account_type = 'equity'
        and journal_lines.journal_type not in ('opening', 'closing')
),

equity_journals as (
    select journal_lines.journal_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where journal_lines.journal_key in (select equity_lines.journal_key from equity_lines)
    group by journal_lines.journal_key
    having sum(case when accounts.account_type = 'equity' then 0 else 1 end) = 0
),

transfers as (
    select
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount,
        sum(journal_lines.group_amount) as amount_group
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join equity_journals on journal_lines.journal_key = equity_journals.journal_key
    group by journal_lines.account_key, journal_lines.fiscal_period
),

dated as (
    select
        balances.*,
        case
            when balances.currency_view = 'functional' then coalesce(transfers.amount, 0)
            else coalesce(transfers.amount_group, 0)
        end as transfer_amount,
        lag(balances.fiscal_year) over (
            partition by
                balances.entity_key,
                balances.currency_view,
                balances.source_entity_key,
                balances.layer,
                balances.account_key
            order by balances.fiscal_period
        ) as previous_fiscal_year,
        sum(
            balances.movement_amount - balances.closing_journal_amount + balances.carried_amount
        ) over (
            partition by
                balances.entity_key,
                balances.currency_view,
                balances.source_entity_key,
                balances.layer,
                balances.account_key,
                balances.fiscal_year
            order by balances.fiscal_period
            rows between unbounded preceding and current row
        ) as year_amount
    from balances
    left join transfers
        on
            balances.account_key = transfers.account_key
            and balances.fiscal_period = transfers.fiscal_period
            and balances.layer = 'entity'
),

opened as (
    select
        dated.*,
        coalesce(
            lag(dated.year_amount) over (
                partition by
                    dated.entity_key,
                    dated.currency_view,
                    dated.source_entity_key,
                    dated.layer,
                    dated.account_key
                order by dated.fiscal_period
            ),
            0
        ) as opening_year_amount
    from dated
),

turned as (
    select
        opened.*,
        case
            when opened.previous_fiscal_year <> opened.fiscal_year then opened.opening_year_amount
            else 0
        end as turned_amount
    from opened
),

movements as (
    {%- for component, kind, measure, rows in [
        ("'current_year_earnings'", "'opening'", 'turned.opening_year_amount', 'income'),
        ("'current_year_earnings'", "'profit'",
            'turned.movement_amount - turned.closing_journal_amount', 'income'),
        ("'current_year_earnings'", "'profit_carried'",
            'turned.carried_amount - turned.turned_amount', 'income'),
        ("'current_year_earnings'", "'closing'", 'turned.year_amount', 'income'),
        ("'retained_earnings'", "'opening'",
            'turned.opening_amount - turned.opening_year_amount', 'income'),
        ("'retained_earnings'", "'profit_carried'",
            'turned.turned_amount + turned.closing_journal_amount - turned.carried_amount',
            'income'),
        ("'retained_earnings'", "'closing'",
            'turned.closing_amount - turned.year_amount', 'income'),
        ('turned.account_class', "'opening'",
            'turned.opening_amount + turned.opening_journal_amount', 'equity'),
        ('turned.account_class', "'profit_carried'", 'turned.closing_journal_amount', 'equity'),
        ('turned.account_class', "'transfers'", 'turned.transfer_amount', 'equity'),
        ('turned.account_class', direct_kind, directly_moved ~ ' - turned.transfer_amount',
            'directly moved'),
        ('turned.account_class', "'closing'", 'turned.closing_amount', 'equity'),
        ("'non_controlling_interest'", "'profit'", '-turned.movement_amount', 'profit of others'),
        ("'non_controlling_interest'", direct_kind, '-(' ~ directly_moved ~ ')',
            'equity of others'),
    ] %}
        select
            turned.entity_key,
            turned.currency_view,
            turned.fiscal_period,
            {{ component }} as component_code,
            {{ kind }} as movement_kind,
            turned.account_key,
            turned.source_entity_key,
            turned.layer,
            {{ measure }} as amount
        from turned
        where {{ of_rows[rows] }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

summed as (
    select
        movements.entity_key,
        movements.currency_view,
        movements.fiscal_period,
        movements.component_code,
        movements.movement_kind,
        movements.account_key,
        movements.source_entity_key,
        movements.layer,
        {{ money('-sum(movements.amount)') }} as amount
    from movements
    group by
        movements.entity_key,
        movements.currency_view,
        movements.fiscal_period,
        movements.component_code,
        movements.movement_kind,
        movements.account_key,
        movements.source_entity_key,
        movements.layer
)

select * from summed
where amount <> 0
