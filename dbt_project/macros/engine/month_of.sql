{#- The calendar month of a date, as text: date 2026-03-14 gives '2026-03'. -#}
{% macro month_of(date_expression) -%}
    substr(cast({{ date_expression }} as varchar), 1, 7)
{%- endmacro %}
