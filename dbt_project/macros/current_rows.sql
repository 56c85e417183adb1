{#-
    The current version of every row of a landed table: the newest version of each source key,
    unless that newest version says the source has deleted it. Use it as the body of an import CTE.
-#}
{% macro current_rows(relation) -%}
    select *
    from (
        select
            landed.*,
            row_number() over (
                partition by landed._source_key
                order by landed._recorded_at desc, landed._load_id desc
            ) as _version_number
        from {{ relation }} as landed
        {%- if builds_touched() %}
        where true /* versions of {{ relation }} */
        {%- endif %}
    ) as versions
    where versions._version_number = 1 and not versions._is_deleted
{%- endmacro %}
