-- Files of the sources: those refused first, with the reason, then the newest ones taken in.
select
    source_name,
    file_name,
    status,
    row_count,
    byte_count,
    reason,
    file_sha256,
    recorded_at
from audit.audit_landed_files
order by status = 'refused' desc, recorded_at desc, source_name asc, file_name asc
limit 300
