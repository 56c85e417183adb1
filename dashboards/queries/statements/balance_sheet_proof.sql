-- Assets less liabilities and equity on the balance sheet shown; zero is the proof.
with signed as (
    select
        case line_code when 'total_assets' then 1 else -1 end as sign,
        amount,
        previous_period_amount,
        prior_year_end_amount
    from statements.rpt_balance_sheet
    where
        layout = $layout
        and entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period = $fiscal_period
        and line_code in ('total_assets', 'total_liabilities_and_equity')
)

select
    sum(sign * amount) as ac_amount,
    sum(sign * previous_period_amount) as previous_period_amount,
    sum(sign * prior_year_end_amount) as prior_year_end_amount
from signed
