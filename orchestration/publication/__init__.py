"""Turn an audited warehouse into a numbered, read-only release that people may look at.

**Belongs here**: the protocol (`protocol`) and its parts, one concept a file: the gate
(`gate`), the candidate file, the content hash, the manifest, durable file operations, the
janitor, retention.

**Keep out**: computing invariants (dbt_project), scheduling (the publication asset), reading
releases for screens (dashboards).

Data flow: warehouse → gate → candidate file → hash → rename → manifest → `CURRENT` → retention.
"""
