{#
    Settings of the engine for one build. On DuckDB a checkpoint writes what describes every table of
    the file, which takes a tenth of a second where they are large, and by default comes after every
    16 MB; here it comes when the build ends. While tables are built in parts it would besides move rows
    together around the holes of replaced ones; the release's checkpoint does. What such a build reads
    it reads once, so it keeps little in memory (orchestration.touched_documents says how much). And its
    queries are many and small: each is asked by a thread of dbt, and the threads DuckDB adds are those
    for which there is a core left. A kill leaves the file as it was before the build.
#}
{% macro suit_engine() -%}
    {{ return(adapter.dispatch('suit_engine')()) }}
{%- endmacro %}

{% macro default__suit_engine() -%}{%- endmacro %}

{% macro duckdb__suit_engine() -%}
    set global checkpoint_threshold = '16GB';
    {%- if builds_touched() %}
    {%- set cores = run_query("select current_setting('threads')").rows[0][0] | int %}
    set global max_vacuum_tasks = 0;
    set global threads = {{ [cores + 1 - target.threads, 1] | max }};
    set global memory_limit = '{{ var("memory_limit") }}';
    {%- endif %}
{%- endmacro %}

{#- With all threads again when the build ends: DuckDB then writes the file, and dbt does nothing. -#}
{% macro reset_engine() -%}
    {{ return(adapter.dispatch('reset_engine')()) }}
{%- endmacro %}

{% macro default__reset_engine() -%}{%- endmacro %}

{% macro duckdb__reset_engine() -%}
    {%- if builds_touched() -%}reset global threads;{%- endif -%}
{%- endmacro %}
