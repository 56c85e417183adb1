-- What a source stated was accepted or quarantined.
-- Row: audit.audit_control_totals (source_name, table_name, measure)
select source_name, table_name, measure, source_amount,
    accepted_amount + quarantined_amount
from audit.audit_control_totals where source_amount <> accepted_amount + quarantined_amount
