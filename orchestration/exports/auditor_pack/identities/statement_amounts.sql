-- Every line of {statement} is the sum of what accounts add to it.
-- Row: statements.rpt_{statement} (layout, entity_key, currency_view, fiscal_period, line_code)
with expected as (
    select layout, amounts.entity_key, amounts.currency_view, amounts.fiscal_period, line_code,
        sum(
            case
                when lines.statement = 'balance_sheet' and lines.presentation_sign < 0
                    then -amounts.amount
                else amounts.amount
            end
        ) as amount
    from statements.fct_statement_amounts as amounts
    inner join statements.dim_statement_line_accounts as mapped
        on amounts.statement = mapped.statement and amounts.account_class = mapped.account_class
        and mapped.direction in ('any', amounts.movement_kind)
    inner join statements.dim_statement_lines as lines
        using (layout, line_code)
    where amounts.statement = '{statement}' and lines.statement = '{statement}'
    group by all
)
select layout, entity_key, currency_view, fiscal_period, line_code,
    printed.amount, coalesce(expected.amount, 0)
from statements.rpt_{statement} as printed
left join expected using (layout, entity_key, currency_view, fiscal_period, line_code)
where not printed.is_subtotal
    and printed.amount <> coalesce(expected.amount, 0)
    -- Cash held and what rates do to it are balances, no sums of flows.
    and printed.line_code <> 'opening_cash'
    and not (printed.line_code = 'fx_effect' and printed.currency_view = 'group')
