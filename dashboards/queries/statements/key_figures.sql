-- Key figures by month since the start of the prior-year window, with the plan where there is one.
-- Without a ledger, net sales are the orders or invoices of third parties.
with months as (
    select
        fiscal_period,
        least(ends_date, $as_of_date) as ends_date
    from calendar.dim_fiscal_periods
    where
        entity_key = 'GROUP'
        and not is_adjustment
        and fiscal_period
        between least($prior_from_period, $trend_from_period) and $fiscal_period
        and starts_date <= $as_of_date
),

from_profit_and_loss as (
    select
        case line_code
            when 'revenue' then 'net_sales'
            when 'operating_profit' then 'ebit'
            else line_code
        end as figure_code,
        fiscal_period,
        amount,
        budget_amount as pl_amount
    from statements.rpt_profit_and_loss
    where
        layout = 'ifrs'
        and entity_code = $entity_code
        and currency_view = $currency_view
        and line_code in ('revenue', 'total_revenue', 'gross_profit', 'operating_profit')
),

from_documents as (
    select
        'net_sales' as figure_code,
        fiscal_period,
        sum(net_amount_group) as amount,
        null as pl_amount
    from sales.fct_monthly_revenue
    where
        (entity_code = $entity_code or $entity_code = 'GROUP')
        and $currency_view = 'group'
        and not exists (select 1 from statements.rpt_profit_and_loss)
    group by fiscal_period
),

from_balance_sheet as (
    select
        'cash' as figure_code,
        fiscal_period,
        amount,
        null as pl_amount
    from statements.rpt_balance_sheet
    where
        layout = 'ifrs'
        and entity_code = $entity_code
        and currency_view = $currency_view
        and line_code = 'cash_and_cash_equivalents'
),

from_ageing as (
    select
        'overdue_receivables' as figure_code,
        months.fiscal_period,
        coalesce(sum(
            case $currency_view
                when 'functional' then ageing.open_amount_functional
                else ageing.open_amount_group
            end
        ) filter (where ageing.bucket <> 'not_due'), 0) as amount,
        null as pl_amount
    from receivables.rpt_receivables_ageing as ageing
    inner join months
        on ageing.as_of_date = months.ends_date
    inner join ledger.dim_entities as entities
        on ageing.entity_key = entities.entity_key
    left join sales.dim_customers as customers
        on ageing.customer_key = customers.customer_key
    where
        (entities.entity_code = $entity_code or $entity_code = 'GROUP')
        and not coalesce(customers.is_intercompany, false)
    group by months.fiscal_period
),

from_kpis as (
    select
        kpi_code as figure_code,
        fiscal_period,
        amount,
        null as pl_amount
    from statements.rpt_kpis
    where
        kpi_code = 'dso_days'
        and entity_code = $entity_code
),

figures as (
    select * from from_profit_and_loss
    union all
    select * from from_documents
    union all
    select * from from_balance_sheet
    union all
    select * from from_ageing
    union all
    select * from from_kpis
)

select
    figures.figure_code,
    figures.fiscal_period,
    figures.amount,
    figures.pl_amount
from figures
inner join months
    on figures.fiscal_period = months.fiscal_period
order by figures.figure_code asc, figures.fiscal_period asc
