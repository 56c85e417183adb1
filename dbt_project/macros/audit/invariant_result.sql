{#-
    The last CTE body of an invariant: one row per scope from its cells. `cells` has the columns
    `scope`, `record` (names the cell in words), `left_amount`, `right_amount`. The residual is the
    sum of the absolute differences of the cells, so that two errors never cancel out; the detail
    names the first offending record (in the order of its name) with its difference.
-#}
{% macro invariant_result(invariant_id, cells, tolerance='0') -%}
    select
        '{{ invariant_id }}' as invariant_id,
        cell_rows.scope,
        {{ money('sum(cell_rows.left_amount)') }} as left_amount,
        {{ money('sum(cell_rows.right_amount)') }} as right_amount,
        {{ money('sum(abs(cell_rows.left_amount - cell_rows.right_amount))') }} as residual_amount,
        {{ money(tolerance) }} as tolerance_amount,
        cast(count(*) as bigint) as checked_count,
        cast(
            sum(case when cell_rows.left_amount <> cell_rows.right_amount then 1 else 0 end)
            as bigint
        ) as offending_count,
        min(
            case
                when cell_rows.left_amount <> cell_rows.right_amount
                    then
                        cell_rows.record
                        || ': ' || cast(cell_rows.left_amount as varchar)
                        || ' against ' || cast(cell_rows.right_amount as varchar)
            end
        ) as detail
    from {{ cells }} as cell_rows
    group by cell_rows.scope
{%- endmacro %}
