{#-
    The months of every statement as printed, one below the other, from a period on. `relations` says
    for each statement what it is read from.
-#}
{% macro printed_statements(relations, from_period='') -%}
    {%- for statement, relation in relations.items() %}
        select
            {{ relation }}.layout,
            '{{ statement }}' as statement_name,
            {{ relation }}.entity_key,
            {{ relation }}.entity_code,
            {{ relation }}.currency_view,
            {{ relation }}.currency_code,
            {{ relation }}.fiscal_period,
            {{ relation }}.line_code,
            {{ relation }}.amount,
            {% if statement == 'profit_and_loss' -%}
                {{ relation }}.budget_amount
            {%- else -%}
                cast(null as decimal(20, 4)) as budget_amount
            {%- endif %}
        from {{ relation }}
        where {{ relation }}.fiscal_period >= '{{ from_period }}'
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#-
    The first period whose rows are built again (`meta.by_period`: statement to the model that prints
    it): the first of which anything is printed that is not among the months of this model, or is no
    longer. The period of the last build's day is built again whatever is printed, for what the
    calendar says of open periods may change.
-#}
{% macro first_changed_period() -%}
    {%- set relations = {} -%}
    {%- for statement, name in model.config.meta.by_period.items() -%}
        {%- do relations.update({statement: whole(name)}) -%}
    {%- endfor -%}
    {%- set printed -%}
        layout, {name}, entity_key, entity_code, currency_view, currency_code, fiscal_period,
        line_code, amount, budget_amount
    {%- endset -%}
    {%- set first_period -%}
        select min(fiscal_period)
        from (
            select fiscal_period
            from (
                select {{ printed | replace('{name}', 'statement_name') }}, 1 as times
                from ({{ printed_statements(relations) }})
                union all
                select {{ printed | replace('{name}', 'statement') }}, -1 as times
                from {{ this }}
                where period_type = 'month'
            ) as cells
            group by {{ printed | replace('{name}', 'statement_name') }}
            having sum(times) <> 0
            union all
            select fiscal_period
            from {{ whole('int_fiscal_periods_resolved') }}
            where ends_date >= cast('{{ var("touched_since") }}' as date) - 1
        ) as changed
    {%- endset -%}
    {{ return(asked_once(first_period)) }}
{%- endmacro %}

{#- Two years before it: last twelve months are printed beside those of the year before. -#}
{% macro first_period_read() -%}
    {%- if not builds_touched() -%}{{ return('') }}{%- endif -%}
    {%- set first_period = first_changed_period() -%}
    {{ return((first_period[:4] | int - 2) ~ first_period[4:]) }}
{%- endmacro %}
