-- Days sales outstanding by month over the last thirteen months.
select
    fiscal_period,
    amount as dso_days
from statements.rpt_kpis
where
    kpi_code = 'dso_days'
    and entity_code = $entity_code
    and fiscal_period between $trend_from_period and $fiscal_period
order by fiscal_period asc
