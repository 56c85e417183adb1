-- How far the twelve months' won opportunities and ordered lines have come, in group currency.
-- Opportunities have no legal entity of their own: they are shown for the group alone.
with won_opportunities as (
    select
        1 as stage_order,
        'won' as stage,
        count(*) as item_count,
        sum(opportunities.amount_group) as amount_group,
        median(opportunities.closed_date - opportunities.created_date) as median_days,
    from sales.fct_opportunities as opportunities
    where
        opportunities.is_won
        and $entity_code = 'GROUP'
        and opportunities.closed_date between $twelve_months_from_date and $balance_date
    having count(*) > 0
),

ordered_lines as (
    select lines.*
    from sales.fct_order_to_cash as lines
    inner join ledger.dim_entities as entities
        on lines.entity_key = entities.entity_key
    where
        lines.ordered_date between $twelve_months_from_date and $balance_date
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
),

stages as (
    select * from won_opportunities
    union all
    select
        2 as stage_order,
        'ordered' as stage,
        count(*) as item_count,
        sum(ordered_amount_group) as amount_group,
        null as median_days,
    from ordered_lines
    union all
    select
        3 as stage_order,
        'delivered' as stage,
        count(first_shipped_date) as item_count,
        sum(delivered_amount_group) as amount_group,
        median(first_shipped_date - ordered_date) as median_days,
    from ordered_lines
    union all
    select
        4 as stage_order,
        'invoiced' as stage,
        count(first_invoiced_date) as item_count,
        sum(invoiced_amount_group) as amount_group,
        median(first_invoiced_date - first_shipped_date) as median_days,
    from ordered_lines
    union all
    select
        5 as stage_order,
        'paid' as stage,
        count(first_paid_date) as item_count,
        sum(paid_amount_group) as amount_group,
        median(first_paid_date - first_invoiced_date) as median_days,
    from ordered_lines
)

select
    stage,
    item_count,
    amount_group,
    round(100 * amount_group / nullif(first_value(amount_group) over (
        partition by stage_order > 1
        order by stage_order asc
    ), 0), 1) as percent_of_first,
    cast(median_days as integer) as median_days,
from stages
where item_count > 0
order by stage_order asc
