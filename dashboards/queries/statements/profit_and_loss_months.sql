-- Income statement lines by month over the last thirteen months, profit-signed.
select
    line_code,
    line_name,
    line_name_zh,
    line_order,
    level,
    is_subtotal,
    increase_is_good,
    fiscal_period,
    amount
from statements.rpt_profit_and_loss
where
    layout = $layout
    and entity_code = $entity_code
    and currency_view = $currency_view
    and fiscal_period between $trend_from_period and $fiscal_period
order by line_order asc, fiscal_period asc
