-- How far the twelve months' won opportunities and ordered lines have come, in group currency.
-- Opportunities have no legal entity of their own: they are shown for the group alone.
with won_opportunities as (
    select
        1 as gate_order,
        'won' as gate,
        count(*) as item_count,
        sum(opportunities.amount_group) as amount_group,
        median(opportunities.closed_date - opportunities.created_date) as median_days
    from sales.fct_opportunities as opportunities
    where
        opportunities.is_won
        and $entity_code = 'GROUP'
        and opportunities.closed_date between $twelve_months_from_date and $balance_date
    having count(*) > 0
),

ordered_lines as (
    select order_lines.*
    from sales.fct_order_to_cash as order_lines
    inner join ledger.dim_entities as entities
        on order_lines.entity_key = entities.entity_key
    where
        order_lines.ordered_date between $twelve_months_from_date and $balance_date
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
),

stages as (
    select * from won_opportunities
    union all
    select
        2 as gate_order,
        'ordered' as gate,
        count(*) as item_count,
        sum(ordered_amount_group) as amount_group,
        null as median_days
    from ordered_lines
    union all
    select
        3 as gate_order,
        'delivered' as gate,
        count(first_shipped_date) as item_count,
        sum(delivered_amount_group) as amount_group,
        median(first_shipped_date - ordered_date) as median_days
    from ordered_lines
    union all
    select
        4 as gate_order,
        'invoiced' as gate,
        count(first_invoiced_date) as item_count,
        sum(invoiced_amount_group) as amount_group,
        median(first_invoiced_date - first_shipped_date) as median_days
    from ordered_lines
    union all
    select
        5 as gate_order,
        'paid' as gate,
        count(first_paid_date) as item_count,
        sum(paid_amount_group) as amount_group,
        median(first_paid_date - first_invoiced_date) as median_days
    from ordered_lines
)

select
    gate,
    item_count,
    amount_group,
    round(100 * amount_group / nullif(first_value(amount_group) over (
        partition by gate_order > 1
        order by gate_order asc
    ), 0), 1) as percent_of_first,
    cast(median_days as integer) as median_days
from stages
where item_count > 0
order by gate_order asc
