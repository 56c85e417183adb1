{#- Whole days from the first date to the second; negative when the second is earlier. -#}
{% macro days_between(from_date, to_date) -%}
    cast(date_diff('day', cast({{ from_date }} as date), cast({{ to_date }} as date)) as bigint)
{%- endmacro %}
