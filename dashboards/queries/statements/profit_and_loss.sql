-- Income statement of the window: actuals, prior year and plan per line, profit-signed.
with lines as (
    select
        line_code,
        line_name,
        line_name_zh,
        line_order,
        level,
        is_subtotal,
        increase_is_good,
        max(amount) filter (where period_type = $period_type) as ac_amount,
        max(prior_year_amount) filter (where period_type = $period_type) as py_amount,
        max(budget_amount) filter (where period_type = $period_type) as pl_amount,
        max(amount) filter (where period_type = 'ltm') as last_twelve_months_amount
    from statements.rpt_statements
    where
        layout = $layout
        and statement = 'profit_and_loss'
        and entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period = $fiscal_period
    group by all
)

select
    line_code,
    line_name,
    line_name_zh,
    line_order,
    level,
    is_subtotal,
    increase_is_good,
    ac_amount,
    py_amount,
    pl_amount,
    last_twelve_months_amount
from lines
where ac_amount is not null
order by line_order asc
