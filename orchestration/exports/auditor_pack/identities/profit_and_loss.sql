-- The income statement is made of the balances.
-- Row: statements.rpt_profit_and_loss (layout, entity_key, currency_view, fiscal_period, line_code)
with balances as (
    select entity_key, 'functional' as currency_view, account_key, fiscal_period,
        closing_journal_amount_functional - movement_amount_functional as amount
    from ledger.fct_translated_balances
    union all
    select entity_key, 'group', account_key, fiscal_period,
        closing_journal_amount_group - movement_amount_group
    from ledger.fct_translated_balances
),
mapped as (
    select * from statements.dim_statement_line_accounts where statement = 'profit_and_loss'
),
expected as (
    select layout, entity_key, currency_view, fiscal_period, line_code, sum(amount) as amount
    from balances
    inner join ledger.dim_accounts as accounts using (entity_key, account_key)
    inner join mapped using (account_class)
    where accounts.account_type in ('revenue', 'expense')
    group by all
)
select layout, entity_key, currency_view, fiscal_period, line_code,
    printed.amount, coalesce(expected.amount, 0)
from statements.rpt_profit_and_loss as printed
left join expected using (layout, entity_key, currency_view, fiscal_period, line_code)
where not printed.is_subtotal
    and printed.entity_key in (select entity_key from ledger.dim_entities)
    and printed.layout in (select layout from mapped)
    and printed.amount <> coalesce(expected.amount, 0)
