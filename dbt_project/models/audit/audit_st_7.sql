-- ST-7: what is printed for a month, a quarter, the year to date and the last twelve months is the
-- sum of its months, taken from the plain lines as they are summed out of the books, not from other
-- printed figures. The balance sheet and cash at the beginning are those of one month.
with

statements as (
    select * from {{ ref('rpt_statements') }}
),

profit_and_loss_lines as (
    select * from {{ ref('int_profit_and_loss_lines_summed') }}
),

balance_sheet_lines as (
    select * from {{ ref('int_balance_sheet_lines_summed') }}
),

cash_flow_lines as (
    select * from {{ ref('int_cash_flow_lines_summed') }}
),

cash_flow_indirect_lines as (
    select * from {{ ref('int_indirect_cash_flow_lines_summed') }}
),

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
),

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

-- Which months a period is made of.
members as (
    {%- for period_type, condition in [
        ('month', 'months.fiscal_period = periods.fiscal_period'),
        ('quarter', 'months.fiscal_quarter = periods.fiscal_quarter'),
        ('ytd', 'months.fiscal_year = periods.fiscal_year'),
        ('ltm', 'cast(substr(months.fiscal_period, 1, 4) as bigint) * 12'
            ~ ' + cast(substr(months.fiscal_period, 6, 2) as bigint) + 11'
            ~ ' >= cast(substr(periods.fiscal_period, 1, 4) as bigint) * 12'
            ~ ' + cast(substr(periods.fiscal_period, 6, 2) as bigint)'),
    ] %}
        select
            periods.entity_key,
            periods.currency_view,
            '{{ period_type }}' as period_type,
            periods.fiscal_period,
            months.fiscal_period as member_period
        from scopes as periods
        inner join scopes as months
            on
                periods.entity_key = months.entity_key
                and periods.currency_view = months.currency_view
                and periods.fiscal_period >= months.fiscal_period
                and {{ condition }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

first_members as (
    select
        members.entity_key,
        members.currency_view,
        members.period_type,
        members.fiscal_period,
        min(members.member_period) as first_period
    from members
    group by
        members.entity_key,
        members.currency_view,
        members.period_type,
        members.fiscal_period
),

lines as (
    {%- for statement in [
        'profit_and_loss', 'balance_sheet', 'cash_flow', 'cash_flow_indirect',
    ] %}
        select
            '{{ statement }}' as statement_name,
            {{ statement }}_lines.layout,
            {{ statement }}_lines.entity_key,
            {{ statement }}_lines.currency_view,
            {{ statement }}_lines.fiscal_period,
            {{ statement }}_lines.line_code,
            {{ statement }}_lines.amount,
            {% if statement == 'profit_and_loss' -%}
                {{ statement }}_lines.budget_amount
            {%- else -%}
                cast(null as decimal(20, 4)) as budget_amount
            {%- endif %}
        from {{ statement }}_lines
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

leaf_sums as (
    select
        lines.statement_name,
        lines.layout,
        lines.entity_key,
        lines.currency_view,
        members.period_type,
        members.fiscal_period,
        lines.line_code,
        sum(lines.amount) as amount,
        sum(lines.budget_amount) as budget_amount
    from lines
    inner join members
        on
            lines.entity_key = members.entity_key
            and lines.currency_view = members.currency_view
            and lines.fiscal_period = members.member_period
    inner join first_members
        on
            members.entity_key = first_members.entity_key
            and members.currency_view = first_members.currency_view
            and members.period_type = first_members.period_type
            and members.fiscal_period = first_members.fiscal_period
    where
        case
            when lines.statement_name = 'balance_sheet'
                then members.member_period = members.fiscal_period
            when lines.line_code = 'opening_cash'
                then members.member_period = first_members.first_period
            else true
        end
    group by
        lines.statement_name,
        lines.layout,
        lines.entity_key,
        lines.currency_view,
        members.period_type,
        members.fiscal_period,
        lines.line_code
),

line_sums as (
    select
        leaf_sums.statement_name,
        leaf_sums.layout,
        leaf_sums.entity_key,
        leaf_sums.currency_view,
        leaf_sums.period_type,
        leaf_sums.fiscal_period,
        leaves.line_code,
        sum(case when leaves.leaf_sign < 0 then -leaf_sums.amount else leaf_sums.amount end)
            as amount,
        sum(leaf_sums.budget_amount) as budget_amount
    from leaf_sums
    inner join leaves
        on
            leaf_sums.statement_name = leaves.statement
            and leaf_sums.layout = leaves.layout
            and leaf_sums.line_code = leaves.leaf_line_code
    group by
        leaf_sums.statement_name,
        leaf_sums.layout,
        leaf_sums.entity_key,
        leaf_sums.currency_view,
        leaf_sums.period_type,
        leaf_sums.fiscal_period,
        leaves.line_code
),

cells as (
    {%- for measure, name in [('amount', ''), ('budget_amount', ', budget')] %}
        select
            case
                when statements.entity_key = 'GROUP' or statements.currency_view = 'functional'
                    then statements.entity_code
                else statements.entity_code || ' in ' || statements.currency_code
            end as scope,
            statements.statement || ', ' || statements.line_code || ' of '
            || statements.period_type || ' to ' || statements.fiscal_period
            || ' (' || statements.layout || '{{ name }})' as record,
            coalesce(statements.{{ measure }}, 0) as left_amount,
            coalesce(line_sums.{{ measure }}, 0) as right_amount
        from statements
        left join line_sums
            on
                statements.statement = line_sums.statement_name
                and statements.layout = line_sums.layout
                and statements.entity_key = line_sums.entity_key
                and statements.currency_view = line_sums.currency_view
                and statements.period_type = line_sums.period_type
                and statements.fiscal_period = line_sums.fiscal_period
                and statements.line_code = line_sums.line_code
        {% if measure == 'budget_amount' -%}
            where statements.statement = 'profit_and_loss'
        {%- endif %}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

results as (
    {{ invariant_result('ST-7', 'cells') }}
)

select * from results
