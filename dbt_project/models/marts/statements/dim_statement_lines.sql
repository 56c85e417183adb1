-- The lines of every statement in every layout: IFRS, the Chinese standards (CAS) and management.
with

statement_lines as (
    select * from {{ ref('statement_lines') }}
),

described as (
    select
        statement_lines.layout,
        statement_lines.statement,
        statement_lines.line_code,
        statement_lines.line_order,
        statement_lines.line_name,
        statement_lines.line_name_zh,
        nullif(statement_lines.parent_line_code, 'none') as parent_line_code,
        statement_lines.is_subtotal,
        statement_lines.level,
        statement_lines.presentation_sign,
        statement_lines.increase_is_good
    from statement_lines
)

select * from described
