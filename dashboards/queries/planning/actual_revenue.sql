-- Actual monthly revenue of one series in the last twenty-four months, in group currency.
select
    month_start_date,
    strftime(month_start_date, '%Y-%m') as fiscal_period,
    sum(net_amount_group) as ac_amount
from sales.fct_monthly_revenue
where
    (entity_code = $entity_code or $entity_code = 'GROUP')
    and (upper($product_line) = 'ALL' or product_line = $product_line)
    and (upper($region) = 'ALL' or region = $region)
    and month_start_date > $as_of_date - interval 24 month
group by month_start_date
order by month_start_date asc
