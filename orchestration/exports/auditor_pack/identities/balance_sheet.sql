-- The balance sheet is made of the balances.
-- Row: statements.rpt_balance_sheet (layout, entity_key, currency_view, fiscal_period, line_code)
with balances as (
    select entity_key, 'functional' as currency_view, account_key, fiscal_period, fiscal_year,
        movement_amount_functional as movement_amount, closing_amount_functional as closing_amount
    from ledger.fct_translated_balances
    union all
    select entity_key, 'group', account_key, fiscal_period, fiscal_year,
        movement_amount_group, closing_amount_group
    from ledger.fct_translated_balances
),
classed as (
    select balances.*, accounts.account_class,
        accounts.account_type in ('revenue', 'expense') as is_income,
        sum(movement_amount) over (
            partition by entity_key, currency_view, account_key, fiscal_year
            order by fiscal_period rows between unbounded preceding and current row
        ) as year_amount
    from balances inner join ledger.dim_accounts as accounts using (entity_key, account_key)
),
held as (
    select entity_key, currency_view, fiscal_period, account_class, closing_amount as amount
    from classed where not is_income
    union all
    select entity_key, currency_view, fiscal_period, 'current_year_earnings', year_amount
    from classed where is_income
    union all
    select entity_key, currency_view, fiscal_period, 'retained_earnings',
        closing_amount - year_amount
    from classed where is_income
),
mapped as (
    select layout, account_class, line_code, presentation_sign
    from statements.dim_statement_line_accounts
    inner join statements.dim_statement_lines using (layout, statement, line_code)
    where statement = 'balance_sheet'
),
expected as (
    select layout, entity_key, currency_view, fiscal_period, line_code,
        sum(case when presentation_sign < 0 then -amount else amount end) as amount
    from held inner join mapped using (account_class) group by all
)
select layout, entity_key, currency_view, fiscal_period, line_code,
    printed.amount, coalesce(expected.amount, 0)
from statements.rpt_balance_sheet as printed
left join expected using (layout, entity_key, currency_view, fiscal_period, line_code)
where not printed.is_subtotal
    and printed.entity_key in (select entity_key from ledger.dim_entities)
    and printed.layout in (select layout from mapped)
    and printed.amount <> coalesce(expected.amount, 0)
