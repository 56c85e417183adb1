-- Every cell of every statement: each line of each layout for each scope and period, whether or not
-- anything moved.
with

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

statement_lines as (
    select * from {{ ref('statement_lines') }}
),

cells as (
    select
        statement_lines.layout,
        statement_lines.statement,
        scopes.entity_key,
        scopes.entity_code,
        scopes.currency_view,
        scopes.currency_code,
        scopes.fiscal_period,
        scopes.fiscal_year,
        cast(
            cast(cast(substr(scopes.fiscal_period, 1, 4) as bigint) - 1 as varchar)
            || substr(scopes.fiscal_period, 5, 3) as varchar
        ) as prior_year_fiscal_period,
        statement_lines.line_code,
        statement_lines.line_name,
        statement_lines.line_name_zh,
        statement_lines.line_order,
        statement_lines.level,
        statement_lines.is_subtotal,
        statement_lines.increase_is_good
    from scopes
    cross join statement_lines
)

select * from cells
