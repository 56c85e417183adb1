-- Third-party revenue by month and panel over the last thirteen months, in group currency.
-- Projects without invoices show orders.
select
    case $dimension when 'region' then region else product_line end as panel,
    fiscal_period,
    sum(net_amount_group) as amount_group
from sales.fct_monthly_revenue
where
    fiscal_period between $trend_from_period and $fiscal_period
    and (entity_code = $entity_code or $entity_code = 'GROUP')
group by all
order by fiscal_period asc, panel asc
