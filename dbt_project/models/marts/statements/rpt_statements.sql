-- Every statement for the month, the quarter, the year to date and the last twelve months, beside
-- the same period a year before and, for the income statement, the budget. A period is named by the
-- month it ends with; a quarter or year that still runs holds the months that are over. Flows add
-- up; a balance sheet is that of the period's end, and cash at the beginning is that of its start.
{% set line = 'partition by monthly.layout, monthly.statement, monthly.entity_key,'
    ~ ' monthly.currency_view, monthly.line_code' %}
{% set so_far = ' order by monthly.fiscal_period'
    ~ ' rows between unbounded preceding and current row' %}
{% set windows = [
    ('month', line ~ ' order by monthly.fiscal_period rows between current row and current row'),
    ('quarter', line ~ ', monthly.fiscal_quarter' ~ so_far),
    ('ytd', line ~ ', monthly.fiscal_year' ~ so_far),
    ('ltm', line ~ ' order by monthly.fiscal_period rows between 11 preceding and current row'),
] %}

with

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
),

cash_flow as (
    select * from {{ ref('rpt_cash_flow') }}
),

cash_flow_indirect as (
    select * from {{ ref('rpt_cash_flow_indirect') }}
),

statement_lines as (
    select * from {{ ref('dim_statement_lines') }}
),

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

printed as (
    {{ printed_statements(
        {
            'profit_and_loss': 'profit_and_loss',
            'balance_sheet': 'balance_sheet',
            'cash_flow': 'cash_flow',
            'cash_flow_indirect': 'cash_flow_indirect',
        },
        from_period=first_period_read()
    ) }}
),

-- What is added up is kept narrow; names are looked up for the sums.
monthly as (
    select
        printed.layout,
        printed.statement_name as statement,
        printed.entity_key,
        printed.currency_view,
        printed.fiscal_period,
        scopes.fiscal_year,
        scopes.fiscal_quarter,
        printed.line_code,
        printed.amount,
        printed.budget_amount,
        case
            when printed.statement_name = 'balance_sheet' or printed.line_code = 'closing_cash'
                then 'end'
            when printed.line_code = 'opening_cash' then 'start'
            else 'flow'
        end as measured_at
    from printed
    inner join scopes
        on
            printed.entity_key = scopes.entity_key
            and printed.currency_view = scopes.currency_view
            and printed.fiscal_period = scopes.fiscal_period
),

by_period_type as (
    {%- for period_type, window in windows %}
        select
            monthly.layout,
            monthly.statement,
            monthly.entity_key,
            monthly.currency_view,
            '{{ period_type }}' as period_type,
            monthly.fiscal_period,
            min(monthly.fiscal_period) over ({{ window }}) as from_period,
            count(*) over ({{ window }}) as month_count,
            monthly.line_code,
            case monthly.measured_at
                when 'end' then monthly.amount
                when 'start' then first_value(monthly.amount) over ({{ window }})
                else sum(monthly.amount) over ({{ window }})
            end as amount,
            sum(monthly.budget_amount) over ({{ window }}) as budget_amount
        from monthly
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

whole as (
    select
        by_period_type.*,
        cast(
            cast(cast(substr(by_period_type.fiscal_period, 1, 4) as bigint) - 1 as varchar)
            || substr(by_period_type.fiscal_period, 5, 3) as varchar
        ) as prior_year_fiscal_period
    from by_period_type
    where by_period_type.period_type <> 'ltm' or by_period_type.month_count = 12
),

compared as (
    select
        whole.layout,
        whole.statement,
        whole.entity_key,
        scopes.entity_code,
        whole.currency_view,
        scopes.currency_code,
        whole.period_type,
        whole.fiscal_period,
        whole.from_period,
        whole.line_code,
        statement_lines.line_name,
        statement_lines.line_name_zh,
        statement_lines.line_order,
        statement_lines.level,
        statement_lines.is_subtotal,
        statement_lines.increase_is_good,
        {{ money('whole.amount') }} as amount,
        {{ money('prior_year.amount') }} as prior_year_amount,
        {{ money('whole.budget_amount') }} as budget_amount
    from whole
    inner join statement_lines
        on
            whole.layout = statement_lines.layout
            and whole.statement = statement_lines.statement
            and whole.line_code = statement_lines.line_code
    inner join scopes
        on
            whole.entity_key = scopes.entity_key
            and whole.currency_view = scopes.currency_view
            and whole.fiscal_period = scopes.fiscal_period
    left join whole as prior_year
        on
            whole.layout = prior_year.layout
            and whole.statement = prior_year.statement
            and whole.entity_key = prior_year.entity_key
            and whole.currency_view = prior_year.currency_view
            and whole.period_type = prior_year.period_type
            and whole.line_code = prior_year.line_code
            and whole.prior_year_fiscal_period = prior_year.fiscal_period
)

select * from compared
