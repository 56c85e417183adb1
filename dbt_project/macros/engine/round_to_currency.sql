{#-
    An amount rounded half away from zero to the currency's minor unit (ISO 4217: yen and won have
    none, dinars have three digits), as DECIMAL(20,4). Every branch is cast for itself: the common
    type of branches rounded to different scales is the one with the fewest digits.
-#}
{% macro round_to_currency(amount, currency_code) -%}
    case
        when {{ currency_code }} in (
            'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW',
            'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'
        ) then cast(round({{ amount }}, 0) as decimal(20, 4))
        when {{ currency_code }} in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
            then cast(round({{ amount }}, 3) as decimal(20, 4))
        else cast(round({{ amount }}, 2) as decimal(20, 4))
    end
{%- endmacro %}
