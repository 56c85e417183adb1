-- Operating cash of the window derived from profit.
select
    line_code,
    line_name,
    line_name_zh,
    line_order,
    level,
    is_subtotal,
    increase_is_good,
    amount as ac_amount,
    prior_year_amount as py_amount
from statements.rpt_statements
where
    layout = $layout
    and statement = 'cash_flow_indirect'
    and entity_code = $entity_code
    and currency_view = $currency_view
    and period_type = $period_type
    and fiscal_period = $fiscal_period
order by line_order asc
