-- Layouts order the same books differently: totals and profit must not depend on the layout.
with

printed as (
    select
        balance_sheet.layout,
        balance_sheet.entity_key,
        balance_sheet.currency_view,
        balance_sheet.fiscal_period,
        balance_sheet.line_code,
        balance_sheet.amount
    from {{ ref('rpt_balance_sheet') }} as balance_sheet
    where balance_sheet.line_code in ('total_assets', 'total_liabilities', 'total_equity')
    union all
    select
        profit_and_loss.layout,
        profit_and_loss.entity_key,
        profit_and_loss.currency_view,
        profit_and_loss.fiscal_period,
        profit_and_loss.line_code,
        profit_and_loss.amount
    from {{ ref('rpt_profit_and_loss') }} as profit_and_loss
    where profit_and_loss.line_code in ('profit_before_tax', 'net_profit')
    union all
    select
        cash_flow.layout,
        cash_flow.entity_key,
        cash_flow.currency_view,
        cash_flow.fiscal_period,
        cash_flow.line_code,
        cash_flow.amount
    from {{ ref('rpt_cash_flow') }} as cash_flow
    where
        cash_flow.line_code in (
            'net_cash_operating', 'net_cash_investing', 'net_cash_financing', 'closing_cash'
        )
)

select
    printed.entity_key,
    printed.currency_view,
    printed.fiscal_period,
    printed.line_code,
    min(printed.amount) as lowest_amount,
    max(printed.amount) as highest_amount
from printed
group by
    printed.entity_key,
    printed.currency_view,
    printed.fiscal_period,
    printed.line_code
having
    count(*) <> (
        select count(distinct statement_lines.layout)
        from {{ ref('statement_lines') }} as statement_lines
    )
    or min(printed.amount) <> max(printed.amount)
