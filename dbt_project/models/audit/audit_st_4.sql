-- ST-4: every account stands on exactly one line of the income statement or the balance sheet of
-- every layout, and for cash received and for cash paid on one of the cash flow statement; so all
-- layouts print the same total assets, total equity and net profit as the first.
with

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
),

statement_lines as (
    select * from {{ ref('dim_statement_lines') }}
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where line_code in ('total_assets', 'total_equity')
),

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where line_code = 'net_profit'
),

layouts as (
    select distinct statement_lines.layout
    from statement_lines
),

account_places as (
    {%- for place, statements, account_condition, direction_condition in [
        ('books', "('profit_and_loss', 'balance_sheet')", 'true', 'true'),
        ('cash received', "('cash_flow')", "accounts.cash_flow_category not in ('cash', 'none')",
            "line_map.direction in ('any', 'in')"),
        ('cash paid', "('cash_flow')", "accounts.cash_flow_category not in ('cash', 'none')",
            "line_map.direction in ('any', 'out')"),
    ] %}
        select
            entities.entity_code || ', accounts' as scope,
            'account ' || accounts.account_code || ' (' || layouts.layout || ', {{ place }})'
                as record,
            count(line_map.line_code) as left_amount,
            1 as right_amount
        from accounts
        inner join entities on accounts.entity_key = entities.entity_key
        cross join layouts
        left join line_map
            on
                layouts.layout = line_map.layout
                and accounts.account_class = line_map.account_class
                and line_map.statement in {{ statements }}
                and {{ direction_condition }}
        where {{ account_condition }}
        group by
            entities.entity_code,
            accounts.account_key,
            accounts.account_code,
            layouts.layout
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

printed as (
    select
        balance_sheet.layout,
        balance_sheet.entity_key,
        balance_sheet.entity_code,
        balance_sheet.currency_view,
        balance_sheet.currency_code,
        balance_sheet.fiscal_period,
        balance_sheet.line_code,
        balance_sheet.amount
    from balance_sheet
    union all
    select
        profit_and_loss.layout,
        profit_and_loss.entity_key,
        profit_and_loss.entity_code,
        profit_and_loss.currency_view,
        profit_and_loss.currency_code,
        profit_and_loss.fiscal_period,
        profit_and_loss.line_code,
        profit_and_loss.amount
    from profit_and_loss
),

layout_totals as (
    select
        case
            when printed.entity_key = 'GROUP' or printed.currency_view = 'functional'
                then printed.entity_code
            else printed.entity_code || ' in ' || printed.currency_code
        end as scope,
        printed.line_code || ' of ' || printed.fiscal_period || ' (' || layouts.layout || ')'
            as record,
        coalesce(printed_so.amount, 0) as left_amount,
        printed.amount as right_amount
    from printed
    inner join layouts on printed.layout <> layouts.layout
    left join printed as printed_so
        on
            layouts.layout = printed_so.layout
            and printed.entity_key = printed_so.entity_key
            and printed.currency_view = printed_so.currency_view
            and printed.fiscal_period = printed_so.fiscal_period
            and printed.line_code = printed_so.line_code
    where printed.layout = 'ifrs'
),

cells as (
    select * from account_places
    union all
    select * from layout_totals
),

results as (
    {{ invariant_result('ST-4', 'cells') }}
)

select * from results
