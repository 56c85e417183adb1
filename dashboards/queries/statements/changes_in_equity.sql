-- What moved each component of equity in the window: movements add up, the opening balance is the
-- first, the closing balance the last.
with window_movements as (
    select
        component_code,
        component_name,
        component_name_zh,
        component_order,
        movement_kind,
        movement_name,
        movement_name_zh,
        movement_order,
        min_by(amount, fiscal_period) as first_amount,
        max_by(amount, fiscal_period) as last_amount,
        sum(amount) as total_amount
    from statements.rpt_changes_in_equity
    where
        entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period between $from_period and $fiscal_period
    group by all
)

select
    component_code,
    component_name,
    component_name_zh,
    movement_kind,
    movement_name,
    movement_name_zh,
    case movement_kind
        when 'opening' then first_amount
        when 'closing' then last_amount
        else total_amount
    end as amount
from window_movements
order by component_order asc, movement_order asc
