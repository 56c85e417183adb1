{#
    An invariant that holds of each document by itself (`meta.proves_documents`) is counted again where
    documents were touched: the sums it had, less those of the touched documents as they were, plus
    those of what they are now. Only what holds can be added up so; where anything offends, or did,
    everything is looked at, for the first offending record is to be named.
#}
{% macro prove_again(target) -%}
    {%- set touched_name = '"touched"\\."(\\w+)"' -%}
    {%- set now = touched_part(model.name) -%}
    {%- set before = touched_before(model.name) -%}
    {%- do run_query('create or replace table ' ~ now ~ ' as ' ~ compiled_code) -%}
    {%- do run_query(
        'create or replace table ' ~ before ~ ' as '
        ~ modules.re.sub(touched_name, '"touched"."\\1__before"', compiled_code)
    ) -%}
    {%- set offending = run_query(
        'select count(*) from ('
        ~ 'select * from ' ~ target ~ ' union all select * from ' ~ before
        ~ ' union all select * from ' ~ now ~ ') as counted where offending_count > 0'
    ).rows[0][0] -%}
    {%- if offending -%}
        {%- set code = compiled_code.split('"touched"."') -%}
        {%- set whole_code = [code[0]] -%}
        {%- for piece in code[1:] -%}
            {%- set name = piece.split('"')[0] -%}
            {%- do whole_code.append(whole(name) ~ piece[name | length + 1:]) -%}
        {%- endfor -%}
        drop table {{ target }};
        {{ get_create_table_as_sql(False, target, whole_code | join('')) }}
    {%- else -%}
        create or replace temp table counted as
        select
            invariant_id,
            scope,
            sum(left_amount) as left_amount,
            sum(right_amount) as right_amount,
            sum(residual_amount) as residual_amount,
            sum(tolerance_amount) as tolerance_amount,
            sum(checked_count) as checked_count,
            sum(offending_count) as offending_count,
            min(detail) as detail
        from (
            select * from {{ target }}
            union all
            select * from {{ now }}
            union all
            select
                invariant_id,
                scope,
                -left_amount as left_amount,
                -right_amount as right_amount,
                -residual_amount as residual_amount,
                -tolerance_amount as tolerance_amount,
                -checked_count as checked_count,
                -offending_count as offending_count,
                detail
            from {{ before }}
        ) as counts
        group by invariant_id, scope
        having sum(checked_count) > 0;
        delete from {{ target }};
        insert into {{ target }} by name select * from counted;
    {%- endif -%}
{%- endmacro %}
