-- Lines of a statement that accounts stand behind, in order. Cash at the start and at the end and
-- the effect of exchange rates on it are balances of accounts, which the balance sheet traces.
with chosen as (
    select
        cast($layout as varchar) as layout,
        cast($statement as varchar) as statement_code
)

select
    statement_lines.line_code,
    statement_lines.line_name,
    statement_lines.line_name_zh
from statements.dim_statement_lines as statement_lines
inner join statements.dim_statement_line_leaves as leaves
    on
        statement_lines.layout = leaves.layout
        and statement_lines.statement = leaves.statement
        and statement_lines.line_code = leaves.line_code
inner join chosen
    on
        statement_lines.layout = chosen.layout
        and statement_lines.statement = chosen.statement_code
group by
    statement_lines.line_code,
    statement_lines.line_name,
    statement_lines.line_name_zh,
    statement_lines.line_order
having bool_and(leaves.leaf_line_code not in ('opening_cash', 'closing_cash', 'fx_effect'))
order by statement_lines.line_order asc
