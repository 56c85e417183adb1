-- From what the chosen period reported when it was closed to what it says now, by statement line
-- and by the journal that made the difference; functional currency of each entity.
select
    bridge.entity_code,
    bridge.statement,
    bridge.line_code,
    statement_lines.line_name,
    statement_lines.line_name_zh,
    bridge.journal_key,
    bridge.journal_number,
    bridge.description,
    bridge.change_type,
    bridge.currency_code,
    bridge.reported_amount,
    bridge.delta_amount,
    bridge.restated_amount,
    bridge.changed_by,
    bridge.changed_at
from statements.rpt_restatement_bridge as bridge
inner join statements.dim_statement_lines as statement_lines
    on
        bridge.layout = statement_lines.layout
        and bridge.statement = statement_lines.statement
        and bridge.line_code = statement_lines.line_code
where
    bridge.fiscal_period = $fiscal_period
    and bridge.layout = $layout
    and (bridge.entity_code = $entity_code or $entity_code = 'GROUP')
order by
    bridge.entity_code asc,
    bridge.statement asc,
    statement_lines.line_order asc,
    bridge.changed_at asc,
    bridge.journal_number asc
limit 500
