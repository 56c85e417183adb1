-- Open opportunities by stage with their weighted value, in group currency.
select
    stage,
    min(stage_order) as stage_order,
    count(*) as item_count,
    sum(amount_group) as amount_group,
    sum(cast(amount_group * win_probability_ratio as decimal(20, 4))) as weighted_amount_group,
    count(*) filter (where expected_close_date < $as_of_date) as late_count
from sales.fct_opportunities
where not is_closed
group by stage
order by stage_order asc
