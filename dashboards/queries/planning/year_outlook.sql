-- Revenue of the group's fiscal year by month: actual where it is known, projected after, and the
-- plan. Third-party revenue in group currency.
with group_periods as (
    select
        fiscal_period,
        fiscal_year,
        starts_date,
        ends_date
    from calendar.dim_fiscal_periods
    where entity_key = 'GROUP' and not is_adjustment
),

months as (
    select
        fiscal_period,
        cast(fiscal_period || '-01' as date) as month_start_date
    from group_periods
    where
        fiscal_year = (
            select any_value(running.fiscal_year)
            from group_periods as running
            where $as_of_date between running.starts_date and running.ends_date
        )
),

actual as (
    select
        fiscal_period,
        sum(net_amount_group) as amount
    from sales.fct_monthly_revenue
    where entity_code = $entity_code or $entity_code = 'GROUP'
    group by fiscal_period
),

projected as (
    select
        month_start_date,
        value_amount as amount
    from planning.fct_forecasts
    where
        is_published
        and entity_code = $entity_code
        and upper(product_line) = 'ALL'
        and upper(region) = 'ALL'
        and origin_month = (
            select max(latest.origin_month)
            from planning.fct_forecasts as latest
            where latest.is_published
        )
),

planned as (
    select
        plan_lines.fiscal_period,
        sum(plan_lines.amount_group) as amount
    from planning.fct_plan_lines as plan_lines
    inner join ledger.dim_accounts as plan_accounts
        on plan_lines.account_key = plan_accounts.account_key
    inner join ledger.dim_entities as entities
        on plan_lines.entity_key = entities.entity_key
    where
        plan_accounts.account_class = 'revenue'
        and plan_lines.is_current
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    group by plan_lines.fiscal_period
)

select
    months.fiscal_period,
    actual.amount as ac_amount,
    case when actual.amount is null then projected.amount end as fc_amount,
    planned.amount as pl_amount
from months
left join actual
    on months.fiscal_period = actual.fiscal_period
left join projected
    on months.month_start_date = projected.month_start_date
left join planned
    on months.fiscal_period = planned.fiscal_period
order by months.fiscal_period asc
