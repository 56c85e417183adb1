{#- The date so many days after a date (before it, when negative). -#}
{% macro add_days(date_expression, days) -%}
    cast({{ date_expression }} + cast({{ days }} as integer) as date)
{%- endmacro %}
