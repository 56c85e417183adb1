{#-
    An amount rounded half away from zero to the currency's minor unit (ISO 4217: yen and won have
    none, dinars have three digits), as DECIMAL(20,4).
-#}
{% macro round_to_currency(amount, currency_code) -%}
    cast(
        case
            when {{ currency_code }} in (
                'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW',
                'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'
            ) then round({{ amount }}, 0)
            when {{ currency_code }} in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
                then round({{ amount }}, 3)
            else round({{ amount }}, 2)
        end as decimal(20, 4)
    )
{%- endmacro %}
