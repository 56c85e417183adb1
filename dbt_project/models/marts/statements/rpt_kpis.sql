-- The figures on the first screen, per entity in its own currency and for the group in the
-- presentation currency. Sales, receivables and order intake are with third parties only, so that
-- entities add up to the group. A project without a ledger takes its sales from invoices or orders.
with

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and (currency_view = 'functional' or entity_key = 'GROUP')
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where layout = 'ifrs' and (currency_view = 'functional' or entity_key = 'GROUP')
),

monthly_revenue as (
    select * from {{ ref('fct_monthly_revenue') }}
),

order_lines as (
    select * from {{ ref('fct_order_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

ageing as (
    select * from {{ ref('rpt_receivables_ageing') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

fiscal_periods as (
    select * from {{ ref('dim_fiscal_periods') }}
    where not is_adjustment
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

months as (
    select
        dates.fiscal_period,
        min(dates.date_day) as month_start_date,
        max(dates.date_day) as month_end_date,
        cast(count(*) as bigint) as day_count
    from dates
    group by dates.fiscal_period
),

ledger_amounts as (
    select
        profit_and_loss.entity_key,
        profit_and_loss.entity_code,
        profit_and_loss.fiscal_period,
        case profit_and_loss.line_code
            when 'revenue' then 'net_sales'
            when 'gross_profit' then 'gross_profit'
            when 'operating_profit' then 'ebit'
            else 'net_profit'
        end as kpi_code,
        profit_and_loss.amount,
        profit_and_loss.currency_code
    from profit_and_loss
    where profit_and_loss.line_code in ('revenue', 'gross_profit', 'operating_profit', 'net_profit')
    union all
    select
        balance_sheet.entity_key,
        balance_sheet.entity_code,
        balance_sheet.fiscal_period,
        case balance_sheet.line_code
            when 'cash_and_cash_equivalents' then 'cash'
            when 'trade_receivables' then 'receivables'
            else 'payables'
        end as kpi_code,
        balance_sheet.amount,
        balance_sheet.currency_code
    from balance_sheet
    where
        balance_sheet.line_code in (
            'cash_and_cash_equivalents', 'trade_receivables', 'trade_payables'
        )
),

document_sales as (
    select
        monthly_revenue.entity_key,
        monthly_revenue.entity_code,
        monthly_revenue.fiscal_period,
        sum(monthly_revenue.net_amount_group) as amount
    from monthly_revenue
    where monthly_revenue.entity_key not in (select ledger_amounts.entity_key from ledger_amounts)
    group by
        monthly_revenue.entity_key,
        monthly_revenue.entity_code,
        monthly_revenue.fiscal_period
),

-- Without any ledger the group, too, is the sum of its documents.
document_amounts as (
    select
        document_sales.entity_code,
        document_sales.fiscal_period,
        'net_sales' as kpi_code,
        document_sales.amount,
        as_of.presentation_currency as currency_code
    from document_sales
    cross join as_of
    union all
    select
        'GROUP' as entity_code,
        document_sales.fiscal_period,
        'net_sales' as kpi_code,
        sum(document_sales.amount) as amount,
        max(as_of.presentation_currency) as currency_code
    from document_sales
    cross join as_of
    where not exists (select 1 from ledger_amounts)
    group by document_sales.fiscal_period
),

third_party_ageing as (
    select
        ageing.entity_key,
        fiscal_periods.fiscal_period,
        sum(ageing.open_amount_functional) as open_amount_functional,
        sum(ageing.open_amount_group) as open_amount_group
    from ageing
    cross join as_of
    inner join fiscal_periods
        on
            ageing.entity_key = fiscal_periods.entity_key
            and as_of.as_of_date >= fiscal_periods.starts_date
            and ageing.as_of_date = least(fiscal_periods.ends_date, as_of.as_of_date)
    left join customers on ageing.customer_key = customers.customer_key
    where
        ageing.bucket <> 'not_due'
        and not coalesce(customers.is_intercompany, false)
    group by ageing.entity_key, fiscal_periods.fiscal_period
),

third_party_orders as (
    select
        order_lines.entity_key,
        order_lines.fiscal_period,
        sum(order_lines.net_amount_functional) as net_amount_functional,
        sum(order_lines.net_amount_group) as net_amount_group
    from order_lines
    where
        order_lines.has_order
        and not order_lines.is_intercompany
        and lower(coalesce(order_lines.state, '')) not in ('cancelled', 'canceled')
    group by order_lines.entity_key, order_lines.fiscal_period
),

flows_by_entity as (
    select
        third_party_ageing.entity_key,
        third_party_ageing.fiscal_period,
        'overdue_receivables' as kpi_code,
        third_party_ageing.open_amount_functional as amount,
        third_party_ageing.open_amount_group as amount_group
    from third_party_ageing
    union all
    select
        third_party_orders.entity_key,
        third_party_orders.fiscal_period,
        'order_intake' as kpi_code,
        third_party_orders.net_amount_functional as amount,
        third_party_orders.net_amount_group as amount_group
    from third_party_orders
),

document_flows as (
    select
        entities.entity_code,
        flows_by_entity.fiscal_period,
        flows_by_entity.kpi_code,
        flows_by_entity.amount,
        entities.functional_currency as currency_code
    from flows_by_entity
    inner join entities on flows_by_entity.entity_key = entities.entity_key
    union all
    select
        'GROUP' as entity_code,
        flows_by_entity.fiscal_period,
        flows_by_entity.kpi_code,
        sum(flows_by_entity.amount_group) as amount,
        max(as_of.presentation_currency) as currency_code
    from flows_by_entity
    cross join as_of
    group by flows_by_entity.fiscal_period, flows_by_entity.kpi_code
),

-- Opportunities belong to no entity: the pipeline is the group's.
pipeline as (
    select
        months.fiscal_period,
        sum(
            case
                when
                    opportunities.closed_date is null
                    or opportunities.closed_date > months.month_end_date
                    then opportunities.amount_group
                else 0
            end
        ) as open_amount_group,
        sum(
            case
                when
                    opportunities.is_won
                    and opportunities.closed_date <= months.month_end_date
                    and opportunities.closed_date > {{ add_days('months.month_end_date', -365) }}
                    then 1
                else 0
            end
        ) as won_count,
        sum(
            case
                when
                    opportunities.is_closed
                    and opportunities.closed_date <= months.month_end_date
                    and opportunities.closed_date > {{ add_days('months.month_end_date', -365) }}
                    then 1
                else 0
            end
        ) as closed_count
    from months
    cross join as_of
    inner join opportunities
        on coalesce(opportunities.created_date, opportunities.closed_date) <= months.month_end_date
    where months.month_start_date <= as_of.as_of_date
    group by months.fiscal_period
),

pipeline_amounts as (
    select
        'GROUP' as entity_code,
        pipeline.fiscal_period,
        'open_pipeline' as kpi_code,
        pipeline.open_amount_group as amount,
        as_of.presentation_currency as currency_code
    from pipeline
    cross join as_of
),

money_amounts as (
    select
        ledger_amounts.entity_code,
        ledger_amounts.fiscal_period,
        ledger_amounts.kpi_code,
        ledger_amounts.amount,
        ledger_amounts.currency_code
    from ledger_amounts
    union all
    select * from document_amounts
    union all
    select * from document_flows
    union all
    select * from pipeline_amounts
),

margins as (
    select
        profit_and_loss.entity_code,
        profit_and_loss.fiscal_period,
        max(case when profit_and_loss.line_code = 'gross_profit' then profit_and_loss.amount end)
            as gross_profit_amount,
        max(case when profit_and_loss.line_code = 'total_revenue' then profit_and_loss.amount end)
            as total_revenue_amount
    from profit_and_loss
    group by profit_and_loss.entity_code, profit_and_loss.fiscal_period
),

side_by_side as (
    select
        money_amounts.entity_code,
        money_amounts.fiscal_period,
        max(case when money_amounts.kpi_code = 'net_sales' then money_amounts.amount end)
            as net_sales_amount,
        max(case when money_amounts.kpi_code = 'receivables' then money_amounts.amount end)
            as receivables_amount
    from money_amounts
    group by money_amounts.entity_code, money_amounts.fiscal_period
),

quarters as (
    select
        side_by_side.*,
        sum(side_by_side.net_sales_amount) over (
            partition by side_by_side.entity_code
            order by side_by_side.fiscal_period
            rows between 2 preceding and current row
        ) as three_months_sales_amount,
        sum(months.day_count) over (
            partition by side_by_side.entity_code
            order by side_by_side.fiscal_period
            rows between 2 preceding and current row
        ) as three_months_day_count
    from side_by_side
    inner join months on side_by_side.fiscal_period = months.fiscal_period
),

ratios as (
    select
        margins.entity_code,
        margins.fiscal_period,
        'gross_margin_ratio' as kpi_code,
        {{ ratio('margins.gross_profit_amount', 'margins.total_revenue_amount') }} as amount,
        'ratio' as unit
    from margins
    union all
    select
        quarters.entity_code,
        quarters.fiscal_period,
        'dso_days' as kpi_code,
        {{ ratio(
            'quarters.receivables_amount * quarters.three_months_day_count',
            'quarters.three_months_sales_amount'
        ) }} as amount,
        'days' as unit
    from quarters
    union all
    select
        'GROUP' as entity_code,
        pipeline.fiscal_period,
        'win_rate_ratio' as kpi_code,
        {{ ratio('pipeline.won_count', 'pipeline.closed_count') }} as amount,
        'ratio' as unit
    from pipeline
),

all_kpis as (
    select
        money_amounts.entity_code,
        money_amounts.fiscal_period,
        money_amounts.kpi_code,
        {{ money('money_amounts.amount') }} as amount,
        money_amounts.currency_code,
        'currency' as unit
    from money_amounts
    union all
    select
        ratios.entity_code,
        ratios.fiscal_period,
        ratios.kpi_code,
        {{ money('ratios.amount') }} as amount,
        cast(null as varchar) as currency_code,
        ratios.unit
    from ratios
),

published as (
    select * from all_kpis
    where amount is not null and fiscal_period is not null
)

select * from published
