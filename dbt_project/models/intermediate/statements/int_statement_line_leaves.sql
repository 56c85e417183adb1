-- Which printed lines make up each line: a plain line is its own leaf, a subtotal has the leaves of
-- all lines below it, and a figure below the balance sheet those of the lines it is reckoned from,
-- with their signs. The tree is at most eight lines deep.
{% set depth = 8 %}

with

statement_lines as (
    select * from {{ ref('statement_lines') }}
),

balance_sheet_terms as (
    select * from {{ ref('balance_sheet_terms') }}
),

level_0 as (
    select
        statement_lines.layout,
        statement_lines.statement,
        statement_lines.line_code,
        statement_lines.line_code as leaf_line_code,
        statement_lines.parent_line_code
    from statement_lines
    where not statement_lines.is_subtotal
),

{% for step in range(1, depth + 1) %}
    level_{{ step }} as (
        select
            parents.layout,
            parents.statement,
            parents.line_code,
            children.leaf_line_code,
            parents.parent_line_code
        from level_{{ step - 1 }} as children
        inner join statement_lines as parents
            on
                children.layout = parents.layout
                and children.statement = parents.statement
                and children.parent_line_code = parents.line_code
    ),

{% endfor %}
united as (
    {%- for step in range(0, depth + 1) %}
        select
            level_{{ step }}.layout,
            level_{{ step }}.statement,
            level_{{ step }}.line_code,
            level_{{ step }}.leaf_line_code
        from level_{{ step }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

reckoned as (
    select
        balance_sheet_terms.layout,
        united.statement,
        balance_sheet_terms.line_code,
        united.leaf_line_code,
        balance_sheet_terms.sign as leaf_sign
    from balance_sheet_terms
    inner join united
        on
            balance_sheet_terms.layout = united.layout
            and united.statement = 'balance_sheet'
            and balance_sheet_terms.term_line_code = united.line_code
),

signed as (
    select
        united.layout,
        united.statement,
        united.line_code,
        united.leaf_line_code,
        cast(1 as bigint) as leaf_sign
    from united
    union all
    select * from reckoned
)

select * from signed
