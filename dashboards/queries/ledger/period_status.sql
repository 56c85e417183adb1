-- The chosen period in the books of every entity and of the group: open or closed, by whom, on
-- which release, and how many earlier periods are still open.
with open_periods as (
    select
        entity_code,
        count(*) as open_count
    from ledger.fct_period_status
    where status = 'open' and fiscal_period < $fiscal_period
    group by entity_code
)

select
    periods.entity_code,
    periods.status,
    periods.decided_by,
    periods.decided_at,
    periods.reason,
    periods.release_name,
    periods.statement_hash,
    periods.reopened_count,
    periods.restated_line_count,
    coalesce(open_periods.open_count, 0) as earlier_open_count
from ledger.fct_period_status as periods
left join open_periods
    on periods.entity_code = open_periods.entity_code
where
    periods.fiscal_period = $fiscal_period
    and (periods.entity_code = $entity_code or $entity_code = 'GROUP')
order by periods.entity_code = 'GROUP' asc, periods.entity_code asc
