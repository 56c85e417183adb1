-- Key figures by month since the start of the prior-year window.
select
    kpi_code,
    fiscal_period,
    amount,
    currency_code,
    unit,
from statements.rpt_kpis
where
    entity_code = $entity_code
    and fiscal_period between least($prior_from_period, $trend_from_period) and $fiscal_period
order by kpi_code asc, fiscal_period asc
