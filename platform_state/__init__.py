"""What people decide about the books, kept in one transactional store.

**Belongs here**: the store and the records in it (period closes), with the rules they keep.

**Keep out**: reading source systems (`ingestion`), what follows from a decision (dbt_project).
"""
