{#-
    Rows of a large table in the order of their days, so that whoever reads a month need not read the
    years before it. What is built of touched documents comes after all other rows, old days and new in
    a row group or two: sorting those would part nothing, and costs as much as making them.
-#}
{% macro in_order_of(day) -%}
    {%- if not (builds_touched() and by_document(model)) -%}order by {{ day }}{%- endif -%}
{%- endmacro %}
