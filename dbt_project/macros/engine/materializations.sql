{#
    How DuckDB builds tables and views here: the old one goes and the new one comes within one
    transaction. dbt's own way (build beside, rename twice, drop) keeps readers of the same database
    undisturbed, but nobody reads the warehouse while it is built: readers have releases. It costs
    six statements a model more. Spark keeps its adapter's own way.
#}
{% materialization table, adapter='duckdb' %}
    {{ return(rebuild_in_place('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(rebuild_in_place('view')) }}
{% endmaterialization %}

{% macro rebuild_in_place(kind) %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=kind) -%}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- set condition = what_is_replaced() if kind == 'table' else none -%}
    {%- set proves_again = builds_touched() and model.config.meta.proves_documents -%}
    {%- set lookup = builds_touched() and model.name in var('lookups') -%}
    {% call statement('main') -%}
        {%- if condition -%}
            {{ replace_rows(condition) }}
        {%- elif proves_again -%}
            {{ prove_again(target) }}
        {%- else -%}
            {%- if lookup %}
                create or replace table {{ touched_before(model.name) }} as
                select * from {{ existing }};
            {%- endif %}
            {%- if existing is not none %}drop {{ existing.type }} {{ existing }};{% endif %}
            {% if kind == 'table' -%}
                {{ get_create_table_as_sql(False, target, compiled_code) }}
            {%- else -%}
                {{ get_create_view_as_sql(target, compiled_code) }}
            {%- endif %}
        {%- endif %}
    {%- endcall %}
    {%- if kind == 'view' and builds_touched() and by_document(model) -%}
        {% do run_query(keep_touched_of_view()) %}
    {%- endif -%}
    {%- if lookup %}{% do run_query(require_rows_kept()) %}{% endif -%}
    {%- if not (condition or proves_again) %}{% do persist_docs(target, model) %}{% endif %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmacro %}

{#- dbt would ask the database which columns there are; the contract has just said so. -#}
{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {%- for name, column in column_dict.items() %}
    comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment(column['description']) }};
    {%- endfor %}
{% endmacro %}
