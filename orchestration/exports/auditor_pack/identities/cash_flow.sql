-- The cash flow statement is made of the cash movements.
-- Row: statements.rpt_cash_flow (layout, entity_key, currency_view, fiscal_period, line_code)
with movements as (
    select entity_key, 'functional' as currency_view, fiscal_period, counter_account_class,
        direction, allocated_amount as amount
    from treasury.fct_cash_movements
    union all
    select entity_key, 'group', fiscal_period, counter_account_class, direction,
        allocated_amount_group
    from treasury.fct_cash_movements
),
mapped as (
    select * from statements.dim_statement_line_accounts where statement = 'cash_flow'
),
expected as (
    select layout, entity_key, currency_view, fiscal_period, line_code, sum(amount) as amount
    from movements
    inner join mapped
        on movements.counter_account_class = mapped.account_class
        and mapped.direction in ('any', movements.direction)
    group by all
)
select layout, entity_key, currency_view, fiscal_period, line_code,
    printed.amount, coalesce(expected.amount, 0)
from statements.rpt_cash_flow as printed
left join expected using (layout, entity_key, currency_view, fiscal_period, line_code)
where printed.line_code in (select line_code from mapped where mapped.layout = printed.layout)
    -- In group currency that line also takes what translation does to the cash held.
    and not (printed.currency_view = 'group' and printed.line_code = 'fx_effect')
    and printed.entity_key in (select entity_key from ledger.dim_entities)
    and printed.amount <> coalesce(expected.amount, 0)
