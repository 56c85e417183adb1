-- The source rows of a journal and the load that brought them: source, table, key, load.
with chosen as (
    select cast($journal_key as varchar) as journal_key
),

source_rows as (
    select
        journals.source_system,
        case journals.source_system when 'erp' then 'account_move' else 'journals' end
            as table_name,
        journals.source_key,
        journals.recorded_at
    from ledger.fct_journals as journals
    inner join chosen on journals.journal_key = chosen.journal_key
    union all
    select
        journal_lines.source_system,
        case journal_lines.source_system
            when 'erp' then 'account_move_line' else 'journal_lines'
        end
            as table_name,
        journal_lines.source_key,
        journal_lines.recorded_at
    from ledger.fct_journal_lines as journal_lines
    inner join chosen on journal_lines.journal_key = chosen.journal_key
)

select
    source_rows.source_system,
    source_rows.table_name,
    source_rows.source_key,
    source_rows.recorded_at,
    loads.load_id,
    loads.run_id,
    loads.scope
from source_rows
left join audit.audit_loads as loads
    on
        source_rows.source_system = loads.source_name
        and source_rows.table_name = loads.table_name
        and source_rows.recorded_at = loads.started_at
order by source_rows.table_name asc, source_rows.source_key asc
