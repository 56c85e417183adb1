{#- The last day of the month a date falls in. -#}
{% macro month_end(date_expression) -%}
    cast(last_day({{ date_expression }}) as date)
{%- endmacro %}
