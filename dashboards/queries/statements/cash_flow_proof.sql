-- Closing cash of the cash flow statement less the balance sheet's cash; zero is the proof.
with closing_cash as (
    select sum(amount) as amount
    from statements.rpt_cash_flow
    where
        layout = $layout
        and entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period = $fiscal_period
        and line_code = 'closing_cash'
),

balance_sheet_cash as (
    select sum(amount) as amount
    from statements.rpt_balance_sheet
    where
        layout = $layout
        and entity_code = $entity_code
        and currency_view = $currency_view
        and fiscal_period = $fiscal_period
        and line_code in ('cash_and_cash_equivalents', 'monetary_funds')
)

select closing_cash.amount - balance_sheet_cash.amount as ac_amount
from closing_cash
cross join balance_sheet_cash
