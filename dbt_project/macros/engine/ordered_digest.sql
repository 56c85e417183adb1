{#- MD5 of texts joined in their own order: the same whatever order rows arrive in. -#}
{% macro ordered_digest(text) -%}
    md5(string_agg({{ text }}, '' order by {{ text }}))
{%- endmacro %}
