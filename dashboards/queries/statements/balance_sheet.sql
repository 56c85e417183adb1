-- Balance sheet lines at the period's end, the previous period's end and the last year's end.
select
    line_code,
    line_name,
    line_name_zh,
    line_order,
    level,
    is_subtotal,
    increase_is_good,
    amount as ac_amount,
    previous_period_amount,
    prior_year_end_amount,
    line_order <= max(line_order) filter (where line_code = 'total_assets') over () as is_asset
from statements.rpt_balance_sheet
where
    layout = $layout
    and entity_code = $entity_code
    and currency_view = $currency_view
    and fiscal_period = $fiscal_period
order by line_order asc
