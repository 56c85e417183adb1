-- Cash flow lines of the window: flows add up, opening cash is the first, closing cash the last.
with window_lines as (
    select
        line_code,
        line_name,
        line_name_zh,
        line_order,
        level,
        is_subtotal,
        increase_is_good,
        min_by(amount, fiscal_period) as first_amount,
        max_by(amount, fiscal_period) as last_amount,
        sum(amount) as total_amount,
        min_by(prior_year_amount, fiscal_period) as prior_first_amount,
        max_by(prior_year_amount, fiscal_period) as prior_last_amount,
        sum(prior_year_amount) as prior_total_amount
    from statements.rpt_cash_flow
    where
        layout = $layout
        and entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period between $from_period and $fiscal_period
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
    case line_code
        when 'opening_cash' then first_amount
        when 'closing_cash' then last_amount
        else total_amount
    end as ac_amount,
    case line_code
        when 'opening_cash' then prior_first_amount
        when 'closing_cash' then prior_last_amount
        else prior_total_amount
    end as py_amount
from window_lines
order by line_order asc
