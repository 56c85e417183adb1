-- The ageing of payables is made of the events of each open item.
-- Row: payables.rpt_payables_ageing (as_of_date, entity_key, supplier_key, currency_code, bucket)
with days as (select distinct as_of_date from payables.rpt_payables_ageing),
held as (
    select as_of_date, item_key, sum(amount) as amount,
        sum(amount_functional) as amount_functional
    from days inner join payables.fct_payable_events on event_date <= as_of_date
    group by all having sum(amount) <> 0 or sum(amount_functional) <> 0
),
aged as (
    select held.*, entity_key, coalesce(supplier_key, 'UNKNOWN') as supplier_key,
        currency_code,
        case when amount_functional < 0 then 0
            else date_diff('day', due_date, as_of_date) end as overdue_days
    from held inner join payables.fct_payable_items using (item_key)
),
expected as (
    select as_of_date, entity_key, supplier_key, currency_code,
        case when overdue_days <= 0 then 'not_due' when overdue_days <= 30 then '1_30'
            when overdue_days <= 60 then '31_60' when overdue_days <= 90 then '61_90'
            else 'over_90' end as bucket,
        count(*) as item_count, sum(amount) as open_amount,
        sum(amount_functional) as open_amount_functional
    from aged group by all
)
select as_of_date, entity_key, supplier_key, currency_code, bucket,
    concat_ws(' ', printed.item_count, printed.open_amount,
        printed.open_amount_functional),
    concat_ws(' ', expected.item_count, expected.open_amount,
        expected.open_amount_functional)
from payables.rpt_payables_ageing as printed full join expected
    using (as_of_date, entity_key, supplier_key, currency_code, bucket)
where printed.item_count is distinct from expected.item_count
    or printed.open_amount is distinct from expected.open_amount
    or printed.open_amount_functional is distinct from expected.open_amount_functional
