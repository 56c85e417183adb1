-- A closed period still has the fingerprint of the lines it reported.
-- Row: ledger.fct_period_status (entity_code, fiscal_period)
with hashed as (
    select entity_code, fiscal_period, md5(layout || '|' || statement || '|' || currency_view || '|'
        || line_code || '|' || currency_code || '|' || cast(amount as varchar)) as line_hash
    from statements.fct_statement_snapshots where is_in_force
),
reported as (
    select entity_code, fiscal_period,
        md5(string_agg(line_hash, '' order by line_hash)) as statement_hash
    from hashed group by all
)
select entity_code, fiscal_period, period_status.statement_hash, reported.statement_hash
from ledger.fct_period_status as period_status
left join reported using (entity_code, fiscal_period)
where period_status.status <> 'open'
    -- One that is closed and has no lines lost them.
    and coalesce(period_status.statement_hash <> reported.statement_hash, true)
