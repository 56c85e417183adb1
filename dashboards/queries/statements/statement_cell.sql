-- What a statement prints on one line for the chosen window.
select
    currency_code,
    amount
from statements.rpt_statements
where
    layout = $layout
    and statement = $statement
    and entity_code = $entity_code
    and currency_view = $currency_view
    and period_type = $period_type
    and fiscal_period = $fiscal_period
    and line_code = $line_code
