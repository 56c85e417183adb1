{#-
    An amount stated in another currency: unchanged when the currencies are the same, else times the
    rate and rounded to the target's minor unit; null when the rate is missing (FX-1 names it).
-#}
{% macro convert_amount(amount, from_currency, to_currency, rate) -%}
    case
        when {{ from_currency }} = {{ to_currency }} then {{ money(amount) }}
        else {{ round_to_currency(multiply(amount, rate), to_currency) }}
    end
{%- endmacro %}
