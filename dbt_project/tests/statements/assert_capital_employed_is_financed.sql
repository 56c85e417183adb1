-- What a business employs its owners and lenders have lent it: capital employed is equity and net
-- debt.
with

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where line_code in ('capital_employed', 'net_debt', 'total_equity')
)

select
    balance_sheet.layout,
    balance_sheet.entity_key,
    balance_sheet.currency_view,
    balance_sheet.fiscal_period,
    sum(
        case
            when balance_sheet.line_code = 'capital_employed' then balance_sheet.amount
            else -balance_sheet.amount
        end
    ) as difference_amount
from balance_sheet
where balance_sheet.layout = 'management'
group by
    balance_sheet.layout,
    balance_sheet.entity_key,
    balance_sheet.currency_view,
    balance_sheet.fiscal_period
having
    sum(
        case
            when balance_sheet.line_code = 'capital_employed' then balance_sheet.amount
            else -balance_sheet.amount
        end
    ) <> 0
