{#- Money is DECIMAL(20,4), never a float. -#}
{% macro money(expression) -%}
    cast({{ expression }} as decimal(20, 4))
{%- endmacro %}
