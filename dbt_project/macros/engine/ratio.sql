{#- A ratio as DECIMAL(18,10), null when the divisor is zero. For rates and shares, never for money. -#}
{% macro ratio(numerator, denominator) -%}
    cast(({{ numerator }}) / nullif({{ denominator }}, 0) as decimal(18, 10))
{%- endmacro %}
