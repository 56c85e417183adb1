-- Cells of the changes in equity that accounts stand behind, in the order they are printed:
-- movement by movement, for every component and for all of them.
with components as (
    select distinct
        component_code,
        component_name,
        component_name_zh,
        component_order
    from statements.rpt_changes_in_equity
    union all
    select
        'total' as component_code,
        cast(null as varchar) as component_name,
        cast(null as varchar) as component_name_zh,
        100000 as component_order
),

movements as (
    select distinct
        movement_kind,
        movement_name,
        movement_name_zh,
        movement_order
    from statements.rpt_changes_in_equity
)

select
    components.component_code || '.' || movements.movement_kind as line_code,
    movements.movement_name
    || coalesce(' (' || components.component_name || ')', '') as line_name,
    movements.movement_name_zh
    || coalesce('（' || components.component_name_zh || '）', '') as line_name_zh
from movements
cross join components
order by movements.movement_order asc, components.component_order asc
