-- No third-party revenue gets lost between the lines and the months.
with

revenue as (
    select sum(net_amount_group) as monthly_amount
    from {{ ref('fct_monthly_revenue') }}
    where revenue_basis = 'invoices'
),

lines as (
    select sum(net_amount_group) as line_amount
    from {{ ref('fct_invoice_lines') }}
    where is_revenue and not is_intercompany
)

select
    revenue.monthly_amount,
    lines.line_amount
from revenue
cross join lines
where coalesce(revenue.monthly_amount, 0) <> coalesce(lines.line_amount, 0)
