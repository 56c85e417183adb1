-- Which printed lines make up each line: a plain line is its own leaf, a subtotal has the leaves of
-- all lines below it. The tree is at most six lines deep.
{% set depth = 6 %}

with

statement_lines as (
    select * from {{ ref('statement_lines') }}
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
)

select * from united
