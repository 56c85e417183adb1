{#- Whether a period begins with a month and ends with one: then it is made of months. -#}
{% macro is_whole_months(period) -%}
    ({{ period }}.starts_date = {{ month_start(period ~ '.starts_date') }}
    and {{ period }}.ends_date = {{ month_end(period ~ '.ends_date') }})
{%- endmacro %}

{#-
    The label of a period, 'YYYY-MM': the month its middle day lies in; of one made of months that
    of its first or last month, as the day says.
-#}
{% macro label_of(period, day) -%}
    {{ month_of(
        'case when ' ~ is_whole_months(period) ~ ' then ' ~ period ~ '.' ~ day
        ~ ' else ' ~ middle_day(period) ~ ' end'
    ) }}
{%- endmacro %}

{#- The day in the middle of a period. -#}
{% macro middle_day(period) -%}
    {{ add_days(
        period ~ '.starts_date',
        'floor(' ~ days_between(period ~ '.starts_date', period ~ '.ends_date') ~ ' / 2)'
    ) }}
{%- endmacro %}

{#- A label 'YYYY-MM' as a count of months, so that the next period's is one more. -#}
{% macro label_number(label) -%}
    (
        cast(substr({{ label }}, 1, 4) as bigint) * 12
        + cast(substr({{ label }}, 6, 2) as bigint)
    )
{%- endmacro %}

{#- The calendar year of such a count, as text. -#}
{% macro year_of_label_number(number) -%}
    cast(cast(floor(({{ number }} - 1) / 12) as bigint) as varchar)
{%- endmacro %}
