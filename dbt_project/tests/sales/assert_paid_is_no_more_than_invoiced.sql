{{ config(severity='warn') }}
-- Of an order line no more is paid than was invoiced, but for cents of rounding. Customers do
-- overpay, hence a warning; but a rule gone wrong shows here first.
select
    order_line_key,
    invoiced_amount_group,
    paid_amount_group
from {{ ref('fct_order_to_cash') }}
where
    invoiced_amount_group >= 0
    and (paid_amount_group < -0.05 or paid_amount_group > invoiced_amount_group + 0.05)
