{#-
    What a model reads. While only touched documents are built, what is made or proven document by
    document reads of a model that is built by document the touched documents' rows alone; every other
    model reads, and is read, as a whole.
-#}
{% macro ref() -%}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {%- set own_rows = by_document(model) -%}
    {%- if builds_touched() and own_rows and own_rows.also is defined -%}
        {%- if by_document(model_named(varargs[-1])) -%}
            {{ return(
                '(select * from ' ~ relation ~ ' where ' ~ own_rows.key ~ ' in (select '
                ~ own_rows.key ~ ' from ' ~ touched_keys(model.name) ~ '))'
            ) }}
        {%- endif -%}
    {%- elif builds_touched() and (own_rows or model.config.meta.proves_documents) -%}
        {%- set rows = by_document(model_named(varargs[-1])) -%}
        {%- if rows and rows.also is defined -%}
            {{ return(
                '(select * from ' ~ touched_part(relation.identifier) ~ ' where ' ~ rows.key
                ~ ' in (select ' ~ rows.key ~ ' from ' ~ touched_part(rows.part_of) ~ '))'
            ) }}
        {%- elif rows -%}
            {{ return(touched_part(relation.identifier)) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}
