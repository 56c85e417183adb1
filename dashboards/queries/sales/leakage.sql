-- What holds ordered money back from the bank, by reason, in group currency.
select
    lines.leakage_reason,
    count(*) as item_count,
    sum(lines.ordered_amount_group) as ordered_amount_group,
    sum(lines.ordered_amount_group - lines.paid_amount_group) as amount_group,
from sales.fct_order_to_cash as lines
inner join ledger.dim_entities as entities
    on lines.entity_key = entities.entity_key
where
    lines.leakage_reason is not null
    and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
group by lines.leakage_reason
order by amount_group desc
