{#-
    The key of the legal entity a document belongs to. Documents of a source that names no entity
    belong to that source's entity DEFAULT (see int_entities_unioned).
-#}
{% macro entity_key(entity_id='entity_id', source_system='source_system') -%}
    md5({{ source_system }} || '|' || coalesce({{ entity_id }}, 'DEFAULT'))
{%- endmacro %}
