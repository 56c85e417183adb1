{#-
    The fiscal period a day of an entity's business falls in. Most entities keep months, so only the
    periods that are none are looked up; import them as `own_periods` and join them on the day.
-#}
{% macro own_periods() -%}
    select * from {{ ref('int_fiscal_periods_resolved') }}
    where not is_month
{%- endmacro %}

{% macro join_own_periods(entity_key, date_expression) -%}
    left join own_periods
        on
            {{ entity_key }} = own_periods.entity_key
            and {{ date_expression }} >= own_periods.starts_date
            and {{ date_expression }} <= own_periods.ends_date
{%- endmacro %}

{% macro fiscal_period_of(date_expression) -%}
    coalesce(own_periods.fiscal_period, {{ month_of(date_expression) }})
{%- endmacro %}
