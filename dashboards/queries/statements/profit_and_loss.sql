-- Income statement of the window: actuals, prior year and plan per line, profit-signed.
select
    line_code,
    line_name,
    line_name_zh,
    line_order,
    level,
    is_subtotal,
    increase_is_good,
    sum(amount) as ac_amount,
    sum(prior_year_amount) as py_amount,
    sum(budget_amount) as pl_amount,
    max_by(last_twelve_months_amount, fiscal_period) as last_twelve_months_amount
from statements.rpt_profit_and_loss
where
    layout = $layout
    and entity_code = $entity_code
    and currency_view = $currency_view
    and fiscal_period between $from_period and $fiscal_period
group by all
order by line_order asc
