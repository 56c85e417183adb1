-- Accounts may only be mapped to lines that exist and are not sums of other lines.
select
    line_map.layout,
    line_map.statement,
    line_map.account_class,
    line_map.line_code
from {{ ref('statement_line_accounts') }} as line_map
left join {{ ref('statement_lines') }} as statement_lines
    on
        line_map.layout = statement_lines.layout
        and line_map.statement = statement_lines.statement
        and line_map.line_code = statement_lines.line_code
where coalesce(statement_lines.is_subtotal, true)
