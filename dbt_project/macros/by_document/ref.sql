{#-
    What a model reads. While only touched documents are built, a model that is built by document
    reads of another such model the touched documents' rows alone; every other model reads, and is
    read, as a whole.
-#}
{% macro ref() -%}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {%- if
        builds_touched()
        and by_document(model)
        and by_document(model).also is not defined
        and by_document(model_named(varargs[-1]))
    -%}
        {{ return(touched_part(relation.identifier)) }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}
