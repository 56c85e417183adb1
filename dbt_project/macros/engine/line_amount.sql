{#-
    A quantity times a unit price, exact: DECIMAL(19,6) x DECIMAL(19,6) is DECIMAL(38,12). Narrower
    operands would not do: DuckDB multiplies decimals of up to 18 digits in 64 bits and overflows
    at a line of about nine million. The result is not rounded: see round_to_currency.
-#}
{% macro line_amount(quantity, unit_price) -%}
    (cast({{ quantity }} as decimal(19, 6)) * cast({{ unit_price }} as decimal(19, 6)))
{%- endmacro %}
