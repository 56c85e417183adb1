-- ST-5: every subtotal of every statement, in every layout, is the sum of the lines right below it,
-- for the period and where the statement has one for the year to date.
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

printed as (
    {%- for relation, statement, measure in [
        ('profit_and_loss', 'profit_and_loss', 'amount'),
        ('profit_and_loss', 'profit_and_loss', 'amount_ytd'),
        ('balance_sheet', 'balance_sheet', 'amount'),
        ('cash_flow', 'cash_flow', 'amount'),
        ('cash_flow', 'cash_flow', 'amount_ytd'),
        ('cash_flow_indirect', 'cash_flow_indirect', 'amount'),
        ('cash_flow_indirect', 'cash_flow_indirect', 'amount_ytd'),
    ] %}
        select
            '{{ statement }}' as statement_name,
            '{{ measure }}' as measure_name,
            {{ relation }}.layout,
            {{ relation }}.entity_key,
            {{ relation }}.entity_code,
            {{ relation }}.currency_view,
            {{ relation }}.currency_code,
            {{ relation }}.fiscal_period,
            {{ relation }}.line_code,
            {{ money(relation ~ '.' ~ measure) }} as amount
        from {{ relation }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

child_sums as (
    select
        printed.statement_name,
        printed.measure_name,
        printed.layout,
        printed.entity_key,
        printed.currency_view,
        printed.fiscal_period,
        statement_lines.parent_line_code as line_code,
        sum(printed.amount) as children_amount
    from printed
    inner join statement_lines
        on
            printed.statement_name = statement_lines.statement
            and printed.layout = statement_lines.layout
            and printed.line_code = statement_lines.line_code
    where statement_lines.parent_line_code is not null
    group by
        printed.statement_name,
        printed.measure_name,
        printed.layout,
        printed.entity_key,
        printed.currency_view,
        printed.fiscal_period,
        statement_lines.parent_line_code
),

cells as (
    select
        case
            when printed.entity_key = 'GROUP' or printed.currency_view = 'functional'
                then printed.entity_code
            else printed.entity_code || ' in ' || printed.currency_code
        end as scope,
        printed.statement_name || ' of ' || printed.fiscal_period || ' (' || printed.layout || '), '
        || printed.line_code || ', ' || printed.measure_name as record,
        printed.amount as left_amount,
        child_sums.children_amount as right_amount
    from printed
    inner join child_sums
        on
            printed.statement_name = child_sums.statement_name
            and printed.measure_name = child_sums.measure_name
            and printed.layout = child_sums.layout
            and printed.entity_key = child_sums.entity_key
            and printed.currency_view = child_sums.currency_view
            and printed.fiscal_period = child_sums.fiscal_period
            and printed.line_code = child_sums.line_code
),

results as (
    {{ invariant_result('ST-5', 'cells') }}
)

select * from results
