{#
    After every build: the columns of `meta.grain` identify a row. No two rows share them and none of
    them is null. It is a hook and not a data test for each model, because every test is a node of
    its own to dbt and a check of its own to Dagster, which cost more than the question does. Of what is
    built in parts the touched rows are asked: no other row shares a key with one of them, for what
    shares a key or a cell is touched together.
#}
{% macro require_grain() %}
    {%- if execute and var('require_grain') -%}
    {%- set columns = model.config.meta.grain -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- do parts.append("coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), 'null')") -%}
    {%- endfor -%}
    select
        case
            when count(*) > 0
                then {{ fail(
                    "'Grain broken: ' || cast(count(*) as " ~ dbt.type_string() ~ ") || ' keys of "
                    ~ this.identifier ~ " (" ~ columns | join(', ')
                    ~ ") stand in several rows or lack a part, one of them ' || min(grain_key)"
                ) }}
        end as verdict
    from (
        select {{ parts | join(" || ', ' || ") }} as grain_key
        {%- if is_partly_built() %}
        from {{ touched_part(model.name) }}
        {%- else %}
        from {{ this }}
        {%- endif %}
        group by {{ columns | join(', ') }}
        having
            count(*) > 1
            {%- for column in columns %}
            or {{ column }} is null
            {%- endfor %}
    ) as offending
    {%- endif -%}
{% endmacro %}
