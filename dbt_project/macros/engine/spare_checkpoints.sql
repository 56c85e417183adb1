{#
    A checkpoint writes what describes every table of the file, which takes a tenth of a second where
    they are large, and by default comes after every 16 MB; here it comes when the build ends. While
    tables are built in parts it would besides move rows together around the holes of replaced ones;
    the release's checkpoint does. A kill leaves the file as it was before the build.
#}
{% macro spare_checkpoints() -%}
    {{ return(adapter.dispatch('spare_checkpoints')()) }}
{%- endmacro %}

{% macro default__spare_checkpoints() -%}{%- endmacro %}

{% macro duckdb__spare_checkpoints() -%}
    set global checkpoint_threshold = '16GB';
    {%- if builds_touched() %}
    set global max_vacuum_tasks = 0;
    {%- endif %}
{%- endmacro %}
