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
    {%- set changed = true -%}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if kind == 'table' and builds_touched() -%}
        {%- set changed = rebuild_touched(existing, target) -%}
    {%- else -%}
        {% call statement('main') -%}
            {%- if existing is not none %}drop {{ existing.type }} {{ existing }};{% endif %}
            {% if kind == 'table' -%}
                {{ get_create_table_as_sql(False, target, compiled_code) }}
            {%- else -%}
                {{ get_create_view_as_sql(target, compiled_code) }}
            {%- endif %}
        {%- endcall %}
        {%- if builds_touched() and by_document(model) -%}
            {% do run_query(keep_touched_of_view()) %}
        {%- endif -%}
        {% do persist_docs(target, model) %}
    {%- endif -%}
    {%- if changed -%}
        {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- else -%}
        {#- What reads the table need not be built (orchestration.scoped_build). #}
        {% do store_raw_result('main', message='unchanged', code='unchanged', rows_affected=0) %}
    {%- endif -%}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmacro %}

{#- dbt would ask the database which columns there are; the contract has just said so. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- set comments = [] -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do comments.append(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() -%}
        {%- for name, column in model.columns.items() -%}
            {%- do comments.append(
                'comment on column ' ~ relation ~ '.' ~ name ~ ' is '
                ~ duckdb_escape_comment(column.description) ~ ';'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if comments %}{% call statement('docs') %}{{ comments | join('\n') }}{% endcall %}{% endif -%}
{% endmacro %}
