-- Every cell of the changes in equity is the sum of what accounts add to it.
-- Row: statements.rpt_changes_in_equity (entity_key, currency_view, fiscal_period, component_code, movement_kind)
with expected as (
    select entity_key, currency_view, fiscal_period, account_class as component_code,
        movement_kind, sum(amount) as amount
    from statements.fct_statement_amounts
    where statement = 'changes_in_equity' group by all
)
select entity_key, currency_view, fiscal_period, component_code, movement_kind,
    printed.amount, coalesce(expected.amount, 0)
from statements.rpt_changes_in_equity as printed
left join expected
    using (entity_key, currency_view, fiscal_period, component_code, movement_kind)
where printed.amount <> coalesce(expected.amount, 0)
