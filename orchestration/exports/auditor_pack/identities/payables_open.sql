-- An open payable is what its events left.
-- Row: payables.fct_payable_items (item_key)
with summed as (
    select item_key, sum(amount) as amount, sum(amount_functional) as amount_functional
    from payables.fct_payable_events group by item_key
)
select item_key, items.open_amount || ' and ' || items.open_amount_functional,
    summed.amount || ' and ' || summed.amount_functional
from payables.fct_payable_items as items full join summed using (item_key)
where coalesce(items.open_amount, 0) <> coalesce(summed.amount, 0)
    or coalesce(items.open_amount_functional, 0) <> coalesce(summed.amount_functional, 0)
