{#-
    The last CTE body of an invariant: one row per scope from its cells. `cells` has the columns
    `scope`, `record` (names the cell in words), `left_amount`, `right_amount`. The residual is the
    sum of the absolute differences of the cells, so that two errors never cancel out; the detail
    names the first offending record (in the order of its name) with its difference. No other cell
    needs a name: `record` may be empty where a cell does not offend.

    Where rounding is part of the identity, `allowed` names the cell column that says by how much a
    cell may miss. A cell beyond its own allowance offends and forfeits the tolerance of the scope,
    so that a real error never hides in what the other cells leave unused.

    Where cells that agree were counted together, `counted` names the column that says how many they
    were.
-#}
{% macro invariant_result(invariant_id, cells, allowed=none, counted=none) -%}
    {%- set difference = 'abs(cell_rows.left_amount - cell_rows.right_amount)' -%}
    {%- set allowance = 'cell_rows.' ~ allowed if allowed else '0' -%}
    {%- set is_offending = difference ~ ' > ' ~ allowance -%}
    {%- set cell_count = 'sum(cell_rows.' ~ counted ~ ')' if counted else 'count(*)' -%}
    select
        '{{ invariant_id }}' as invariant_id,
        cell_rows.scope,
        {{ money('sum(cell_rows.left_amount)') }} as left_amount,
        {{ money('sum(cell_rows.right_amount)') }} as right_amount,
        {{ money('sum(' ~ difference ~ ')') }} as residual_amount,
        {{ money(
            'case when max(case when ' ~ is_offending ~ ' then 1 else 0 end) = 1 then 0'
            ~ ' else sum(' ~ allowance ~ ') end'
        ) }} as tolerance_amount,
        cast({{ cell_count }} as bigint) as checked_count,
        cast(sum(case when {{ is_offending }} then 1 else 0 end) as bigint) as offending_count,
        min(
            case
                when {{ is_offending }}
                    then
                        cell_rows.record
                        || ': ' || cast(cell_rows.left_amount as varchar)
                        || ' against ' || cast(cell_rows.right_amount as varchar)
            end
        ) as detail
    from {{ cells }} as cell_rows
    group by cell_rows.scope
{%- endmacro %}
