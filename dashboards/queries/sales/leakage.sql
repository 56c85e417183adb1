-- What holds ordered money back from the bank, by reason, in group currency.
select
    order_lines.leakage_reason,
    count(*) as item_count,
    sum(order_lines.ordered_amount_group) as ordered_amount_group,
    sum(order_lines.ordered_amount_group - order_lines.paid_amount_group) as amount_group
from sales.fct_order_to_cash as order_lines
inner join ledger.dim_entities as entities
    on order_lines.entity_key = entities.entity_key
where
    order_lines.leakage_reason is not null
    and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
group by order_lines.leakage_reason
order by amount_group desc
