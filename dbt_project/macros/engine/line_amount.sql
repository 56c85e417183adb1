{#-
    A quantity times a unit price, exact: both are narrowed to DECIMAL(18,6) so that the product,
    DECIMAL(36,12), fits. The result is not rounded: see round_to_currency.
-#}
{% macro line_amount(quantity, unit_price) -%}
    (cast({{ quantity }} as decimal(18, 6)) * cast({{ unit_price }} as decimal(18, 6)))
{%- endmacro %}
