{#-
    Whether rows name rows that are there, asked of touched documents' rows alone where the test
    proves documents (`meta.proves_documents`) and only touched ones are built.
-#}
{% macro duckdb__test_relationships(model, column_name, to, field) -%}
    {%- set child = touched_part((model | string).split('"')[-2]) if proves_touched() else model -%}
    {{ return(default__test_relationships(child, column_name, to, field)) }}
{%- endmacro %}

{#- Asked where `model` is the node and not what a test is of. -#}
{% macro proves_touched() -%}
    {{ return(builds_touched() and model.config.meta.proves_documents) }}
{%- endmacro %}
