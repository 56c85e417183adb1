{#- Quantities and unit prices are DECIMAL(20,6). -#}
{% macro quantity(expression) -%}
    cast({{ expression }} as decimal(20, 6))
{%- endmacro %}
