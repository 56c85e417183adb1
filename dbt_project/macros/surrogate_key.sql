{#-
    Our stable key of a thing a source names: md5 of the source system and the source's own id.
    Null when the id is null, so a foreign key without a value stays empty.
-#}
{% macro surrogate_key(id, source_system='source_system') -%}
    md5({{ source_system }} || '|' || {{ id }})
{%- endmacro %}
