-- What the changes in equity print in one cell for the chosen window. A line names component and
-- movement; the component `total` is all of them.
with chosen as (
    select
        cast($fiscal_period as varchar) as fiscal_period,
        cast($from_period as varchar) as from_period,
        split_part($line_code, '.', 1) as component_code,
        split_part($line_code, '.', 2) as movement_kind
)

select
    printed.currency_code,
    sum(printed.amount) as amount
from statements.rpt_changes_in_equity as printed
inner join chosen
    on
        chosen.component_code in ('total', printed.component_code)
        and printed.movement_kind = chosen.movement_kind
        and printed.fiscal_period between case
            when chosen.movement_kind = 'closing' then chosen.fiscal_period
            else chosen.from_period
        end and case
            when chosen.movement_kind = 'opening' then chosen.from_period
            else chosen.fiscal_period
        end
where printed.entity_code = $entity_code and printed.currency_view = $currency_view
group by printed.currency_code
