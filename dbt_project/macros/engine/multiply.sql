{#-
    An amount times a rate, exact: DECIMAL(20,4) x DECIMAL(18,10) is DECIMAL(38,14) and cannot
    overflow; wider operands would. The result is not rounded: see round_to_currency.
-#}
{% macro multiply(amount, rate) -%}
    (cast({{ amount }} as decimal(20, 4)) * cast({{ rate }} as decimal(18, 10)))
{%- endmacro %}
