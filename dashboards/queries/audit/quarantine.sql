-- Source rows kept out and not yet resolved, by rule, with one example each.
select
    source_name,
    table_name,
    rule,
    count(*) as item_count,
    min(file_name) as file_name,
    min_by(line_number, file_name) as line_number,
    any_value(message) as message,
    max(recorded_at) as recorded_at
from audit.audit_contract_violations
where resolved_at is null
group by source_name, table_name, rule
order by item_count desc, source_name asc, table_name asc, rule asc
