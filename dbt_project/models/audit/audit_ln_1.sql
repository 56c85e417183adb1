-- LN-1: the leaves of a statement add up to it. In its own currency an entity's account adds to
--   the income statement what its journal lines of the period hold, year-end closing left out;
--   the balance sheet what all its lines to date hold;
--   the direct cash flow the cash its journals moved on it;
--   the indirect cash flow its profit, or its movement as working capital, with the corrections of
--   its journals;
--   the changes in equity what its lines held before, moved in and hold at the end of the period.
-- To the group's statements an account adds what it adds to those of the companies, in the group's
-- currency, and what consolidation enters; cash between companies is left out. The interests of
-- others in the changes in equity have no account of their own: ST-6 and CO-2 prove them. And a
-- line of a cash flow statement is the sum of what accounts add to it; cash held and what rates do
-- to it are balances. Other layouts than the first are shown only where they fail.
{% set flow_statements = ['cash_flow', 'cash_flow_indirect'] %}

with

amounts as (
    select * from {{ ref('fct_statement_amounts') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

entries as (
    select * from {{ ref('fct_elimination_lines') }}
),

cash_movements as (
    select
        movements_of_lines.entity_key,
        movements_of_lines.counter_account_key,
        movements_of_lines.direction,
        movements_of_lines.cash_flow_category,
        movements_of_lines.fiscal_period,
        sum(movements_of_lines.allocated_amount) as allocated_amount,
        sum(movements_of_lines.within_group_amount_group) as within_group_amount_group
    from {{ ref('fct_cash_movements') }} as movements_of_lines
    group by
        movements_of_lines.entity_key,
        movements_of_lines.counter_account_key,
        movements_of_lines.direction,
        movements_of_lines.cash_flow_category,
        movements_of_lines.fiscal_period
),

corrections as (
    select * from {{ ref('fct_operating_cash_corrections') }}
),

line_accounts as (
    select * from {{ ref('dim_statement_line_accounts') }}
),

{% for statement in flow_statements -%}
    {{ statement }} as (
        select * from {{ ref('rpt_' ~ statement) }}
    ),

{% endfor -%}
periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

movements as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount,
        {% for measure, journal_type in [
            ('opening_journal_amount', 'opening'), ('closing_journal_amount', 'closing'),
        ] -%}
            sum(
                case
                    when journal_lines.journal_type = '{{ journal_type }}'
                        then journal_lines.functional_amount
                    else 0
                end
            ) as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from journal_lines
    group by journal_lines.entity_key, journal_lines.account_key, journal_lines.fiscal_period
),

moved_accounts as (
    select distinct
        movements.entity_key,
        movements.account_key
    from movements
),

of_lines as (
    select
        moved_accounts.entity_key,
        moved_accounts.account_key,
        periods.fiscal_period,
        accounts.account_type in ('revenue', 'expense') as is_income,
        accounts.account_type in ('equity', 'revenue', 'expense') as is_equity,
        accounts.cash_flow_category,
        coalesce(movements.amount, 0) as amount,
        coalesce(movements.opening_journal_amount, 0) as opening_journal_amount,
        coalesce(movements.closing_journal_amount, 0) as closing_journal_amount,
        case
            when accounts.account_type = 'equity' then coalesce(movements.opening_journal_amount, 0)
            else 0
        end as brought_amount,
        sum(coalesce(movements.amount, 0)) over (
            partition by moved_accounts.entity_key, moved_accounts.account_key
            order by periods.fiscal_period
            rows between unbounded preceding and current row
        ) as amount_to_date
    from moved_accounts
    inner join accounts on moved_accounts.account_key = accounts.account_key
    inner join periods on moved_accounts.entity_key = periods.entity_key
    left join movements
        on
            moved_accounts.entity_key = movements.entity_key
            and moved_accounts.account_key = movements.account_key
            and periods.fiscal_period = movements.fiscal_period
),

entered as (
    select
        entries.account_key,
        entries.fiscal_period,
        accounts.account_type in ('revenue', 'expense') as is_income,
        accounts.account_type in ('equity', 'revenue', 'expense')
        and accounts.account_class <> 'non_controlling_interest' as is_equity_or_income,
        entries.movement_amount_group,
        entries.closing_amount_group
    from entries
    inner join accounts on entries.account_key = accounts.account_key
),

leaves as (
    {%- for statement, movement_kind, amount, condition in [
        ('profit_and_loss', 'any', 'of_lines.closing_journal_amount - of_lines.amount',
            'of_lines.is_income'),
        ('balance_sheet', 'any', 'of_lines.amount_to_date', 'true'),
        ('cash_flow_indirect', 'any', 'of_lines.closing_journal_amount - of_lines.amount',
            'of_lines.is_income'),
        ('cash_flow_indirect', 'any',
            'of_lines.opening_journal_amount + of_lines.closing_journal_amount - of_lines.amount',
            "not of_lines.is_income and of_lines.cash_flow_category = 'operating'"),
        ('changes_in_equity', 'opening',
            'of_lines.amount - of_lines.brought_amount - of_lines.amount_to_date',
            'of_lines.is_equity'),
        ('changes_in_equity', 'profit_carried', '-of_lines.closing_journal_amount',
            'of_lines.is_equity'),
        ('changes_in_equity', 'moved',
            'of_lines.brought_amount + of_lines.closing_journal_amount - of_lines.amount',
            'of_lines.is_equity'),
        ('changes_in_equity', 'closing', '-of_lines.amount_to_date', 'of_lines.is_equity'),
    ] %}
        select
            '{{ statement }}' as statement,
            of_lines.entity_key,
            of_lines.account_key,
            '{{ movement_kind }}' as movement_kind,
            of_lines.fiscal_period,
            {{ amount }} as amount
        from of_lines
        where {{ condition }}
        union all
    {%- endfor %}
    select
        'cash_flow' as statement,
        cash_movements.entity_key,
        cash_movements.counter_account_key as account_key,
        cash_movements.direction as movement_kind,
        cash_movements.fiscal_period,
        cash_movements.allocated_amount as amount
    from cash_movements
    union all
    select
        'cash_flow_indirect' as statement,
        corrections.entity_key,
        corrections.account_key,
        'any' as movement_kind,
        corrections.fiscal_period,
        corrections.amount_functional as amount
    from corrections
    union all
    select
        amounts.statement,
        'GROUP' as entity_key,
        amounts.account_key,
        case
            when amounts.statement <> 'changes_in_equity' or amounts.movement_kind = 'closing'
                then amounts.movement_kind
            else 'moved'
        end as movement_kind,
        amounts.fiscal_period,
        amounts.amount
    from amounts
    inner join shares
        on
            amounts.entity_key = shares.entity_key
            and amounts.fiscal_period = shares.fiscal_period
    where amounts.currency_view = 'group'
    {%- for statement, movement_kind, condition in [
        ('cash_flow', 'cash_movements.direction', 'true'),
        ('cash_flow_indirect', "'any'", "cash_movements.cash_flow_category = 'operating'"),
    ] %}
        union all
        select
            '{{ statement }}' as statement,
            'GROUP' as entity_key,
            cash_movements.counter_account_key as account_key,
            {{ movement_kind }} as movement_kind,
            cash_movements.fiscal_period,
            -cash_movements.within_group_amount_group as amount
        from cash_movements
        where {{ condition }}
    {%- endfor %}
    {%- for statement, movement_kind, amount, condition in [
        ('profit_and_loss', 'any', '-entered.movement_amount_group', 'entered.is_income'),
        ('balance_sheet', 'any', 'entered.closing_amount_group', 'true'),
        ('changes_in_equity', 'moved', '-entered.closing_amount_group',
            'entered.is_equity_or_income'),
        ('changes_in_equity', 'closing', '-entered.closing_amount_group',
            'entered.is_equity_or_income'),
    ] %}
        union all
        select
            '{{ statement }}' as statement,
            'GROUP' as entity_key,
            entered.account_key,
            '{{ movement_kind }}' as movement_kind,
            entered.fiscal_period,
            {{ amount }} as amount
        from entered
        where {{ condition }}
    {%- endfor %}
),

printed as (
    select
        amounts.statement,
        amounts.entity_key,
        amounts.account_key,
        case
            when amounts.statement <> 'changes_in_equity' then amounts.movement_kind
            when amounts.movement_kind = 'closing' then 'closing'
            when amounts.entity_key = 'GROUP' then 'moved'
            when amounts.movement_kind in ('opening', 'profit_carried') then amounts.movement_kind
            else 'moved'
        end as movement_kind,
        amounts.fiscal_period,
        amounts.amount
    from amounts
    where
        (amounts.currency_view = 'functional' or amounts.entity_key = 'GROUP')
        and not (
            amounts.statement = 'changes_in_equity'
            and amounts.account_class = 'non_controlling_interest'
        )
),

sides as (
    {%- for side, left_amount, right_amount in [
        ('leaves', 'leaves.amount', '0'), ('printed', '0', 'printed.amount')
    ] %}
        select
            {{ side }}.statement,
            {{ side }}.entity_key,
            {{ side }}.account_key,
            {{ side }}.movement_kind,
            {{ side }}.fiscal_period,
            {{ left_amount }} as left_amount,
            {{ right_amount }} as right_amount
        from {{ side }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

account_cells as (
    select
        coalesce(entities.entity_code, 'GROUP') as scope,
        'account ' || accounts.account_code || ', ' || sides.statement || ' of '
        || sides.fiscal_period as record,
        sum(sides.left_amount) as left_amount,
        sum(sides.right_amount) as right_amount
    from sides
    inner join accounts on sides.account_key = accounts.account_key
    left join entities on sides.entity_key = entities.entity_key
    group by
        entities.entity_code,
        accounts.account_key,
        accounts.account_code,
        sides.statement,
        sides.movement_kind,
        sides.fiscal_period
),

summed_lines as (
    select
        line_accounts.layout,
        line_accounts.statement,
        amounts.entity_key,
        amounts.currency_view,
        amounts.fiscal_period,
        line_accounts.line_code,
        sum(amounts.amount) as amount
    from amounts
    inner join line_accounts
        on
            amounts.statement = line_accounts.statement
            and amounts.account_class = line_accounts.account_class
            and line_accounts.direction in ('any', amounts.movement_kind)
    where amounts.statement in ('cash_flow', 'cash_flow_indirect')
    group by
        line_accounts.layout,
        line_accounts.statement,
        amounts.entity_key,
        amounts.currency_view,
        amounts.fiscal_period,
        line_accounts.line_code
),

printed_lines as (
    {%- for statement in flow_statements %}
        select
            '{{ statement }}' as statement_name,
            {{ statement }}.layout,
            {{ statement }}.entity_key,
            {{ statement }}.entity_code,
            {{ statement }}.currency_view,
            {{ statement }}.currency_code,
            {{ statement }}.fiscal_period,
            {{ statement }}.line_code,
            {{ statement }}.amount
        from {{ statement }}
        where
            not {{ statement }}.is_subtotal
            and {{ statement }}.line_code <> 'opening_cash'
            and not (
                {{ statement }}.line_code = 'fx_effect' and {{ statement }}.currency_view = 'group'
            )
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

line_cells as (
    select
        case
            when printed_lines.entity_key = 'GROUP' or printed_lines.currency_view = 'functional'
                then printed_lines.entity_code
            else printed_lines.entity_code || ' in ' || printed_lines.currency_code
        end as scope,
        printed_lines.statement_name || ', ' || printed_lines.line_code || ' of '
        || printed_lines.fiscal_period || ' (' || printed_lines.layout || ')' as record,
        coalesce(summed_lines.amount, 0) as left_amount,
        printed_lines.amount as right_amount
    from printed_lines
    left join summed_lines
        on
            printed_lines.layout = summed_lines.layout
            and printed_lines.statement_name = summed_lines.statement
            and printed_lines.entity_key = summed_lines.entity_key
            and printed_lines.currency_view = summed_lines.currency_view
            and printed_lines.fiscal_period = summed_lines.fiscal_period
            and printed_lines.line_code = summed_lines.line_code
    where
        printed_lines.layout = 'ifrs'
        or coalesce(summed_lines.amount, 0) <> printed_lines.amount
),

cells as (
    select * from account_cells
    union all
    select * from line_cells
),

results as (
    {{ invariant_result('LN-1', 'cells') }}
)

select * from results
