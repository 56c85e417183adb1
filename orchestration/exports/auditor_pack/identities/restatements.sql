-- A restated line is the line reported plus all that changed it.
-- Row: statements.rpt_restatement_bridge (entity_key, fiscal_period, layout, statement, line_code)
select entity_key, fiscal_period, layout, statement, line_code,
    max(restated_amount), min(reported_amount) + sum(delta_amount)
from statements.rpt_restatement_bridge
group by entity_key, fiscal_period, layout, statement, line_code
having max(restated_amount) <> min(reported_amount) + sum(delta_amount)
