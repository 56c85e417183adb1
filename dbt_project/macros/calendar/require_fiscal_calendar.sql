{#
    After the sources' fiscal periods are united: the ordinary periods of an entity follow each other
    day by day, and each is labelled with the month after that of the one before. A ledger with a
    gap, an overlap or two periods of one label has no order of balances: nothing is built on it.
#}
{% macro require_fiscal_calendar() %}
    {%- if execute and var('require_grain') -%}
    select
        case
            when count(*) > 0
                then {{ fail(
                    "'Fiscal calendar broken: ' || min(judged.period_title || judged.fault)"
                ) }}
        end as verdict
    from (
        select
            'period ' || placed.period_title || ' of entity ' || placed.entity_title || ' ('
            || cast(placed.starts_date as {{ dbt.type_string() }}) || ' to '
            || cast(placed.ends_date as {{ dbt.type_string() }}) || ') ' as period_title,
            case
                when placed.ends_date < placed.starts_date
                    then 'ends before it begins'
                when placed.starts_date <= placed.previous_ends_date
                    then 'overlaps ' || placed.previous_title
                when placed.starts_date > {{ add_days('placed.previous_ends_date', '1') }}
                    then 'leaves a gap after ' || placed.previous_title
                when placed.first_month <= placed.previous_last_month
                    then 'has its middle in the same month as ' || placed.previous_title
                when placed.first_month > placed.previous_last_month + 1
                    then 'leaves a month without a period after ' || placed.previous_title
            end as fault
        from (
            select
                titled.*,
                {%- for column, previous in [
                    ('period_title', 'previous_title'),
                    ('ends_date', 'previous_ends_date'),
                    ('last_month', 'previous_last_month'),
                ] %}
                lag(titled.{{ column }}) over (
                    partition by titled.entity_key
                    order by titled.starts_date asc, titled.fiscal_period_key asc
                ) as {{ previous }}{{ '' if loop.last else ',' }}
                {%- endfor %}
            from (
                select
                    periods.entity_key,
                    periods.fiscal_period_key,
                    periods.starts_date,
                    periods.ends_date,
                    coalesce(periods.entity_id, 'DEFAULT') as entity_title,
                    coalesce(periods.period_name, periods.fiscal_period_id) as period_title,
                    {{ label_number(label_of('periods', 'starts_date')) }} as first_month,
                    {{ label_number(label_of('periods', 'ends_date')) }} as last_month
                from {{ this }} as periods
                where not coalesce(periods.is_adjustment, false)
            ) as titled
        ) as placed
    ) as judged
    where judged.fault is not null
    {%- endif -%}
{% endmacro %}
