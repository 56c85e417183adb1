-- Every subtotal of {statement} is the sum of its lines.
-- Row: statements.rpt_{statement} (layout, entity_key, currency_view, fiscal_period, line_code)
with children as (
    select printed.layout, entity_key, currency_view, fiscal_period,
        lines.parent_line_code as line_code, sum(amount) as amount
    from statements.rpt_{statement} as printed
    inner join statements.dim_statement_lines as lines
        on printed.layout = lines.layout and printed.line_code = lines.line_code
        and lines.statement = '{statement}'
    where lines.parent_line_code is not null group by all
)
select layout, entity_key, currency_view, fiscal_period, line_code,
    printed.amount, coalesce(children.amount, 0)
from statements.rpt_{statement} as printed
left join children using (layout, entity_key, currency_view, fiscal_period, line_code)
where printed.is_subtotal and printed.amount <> coalesce(children.amount, 0)
    -- Figures below a statement are reckoned from its lines and have none of their own.
    and (printed.layout, line_code) in (
        select (layout, parent_line_code) from statements.dim_statement_lines
        where statement = '{statement}'
    )
