{#-
    The current version of every row of a landed table: the newest version of each source key,
    unless that newest version says the source has deleted it. Use it as the body of an import CTE.
    Rows stay in the order they landed in, mostly that of their days, so that reading a month of what
    is made of them need not read the years before; ranking all versions would shuffle them.
-#}
{% macro current_rows(relation) -%}
    select landed.*
    from {{ relation }} as landed
    left join (
        select
            versions._source_key,
            max(versions._recorded_at) as _recorded_at
        from {{ relation }} as versions
        {%- if builds_touched() %}
        where true /* the versions of {{ relation }} */
        {%- endif %}
        group by versions._source_key
        having count(*) > 1
    ) as newest on landed._source_key = newest._source_key
    where
        not landed._is_deleted
        and (newest._source_key is null or landed._recorded_at = newest._recorded_at)
        {%- if builds_touched() %}
        and true /* the landed of {{ relation }} */
        {%- endif %}
{%- endmacro %}
