-- Lines of a statement that can be taken apart, in order.
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
order by statement_lines.line_order asc
