-- Third-party revenue of the largest month, in group currency: it decides the unit shown first.
with months as (
    select
        fiscal_period,
        sum(net_amount_group) as amount_group
    from sales.fct_monthly_revenue
    group by fiscal_period
)

select max(amount_group) as amount_group
from months
