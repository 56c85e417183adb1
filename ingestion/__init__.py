"""Gets the data of source systems into the raw schemas of the warehouse, unchanged and complete.

**Belongs here**: the contract of a source, validation, quarantine, loading, control totals, the
sources themselves and the demo company that stands in for real systems.

**Keep out**: business meaning (dbt_project), schedules (orchestration), projections (forecasting).

Run alone: `python -m ingestion erp --project examples/demo_company`.

Flow: source → `Extract` → staged as text → typed and judged → new row versions → dlt → raw tables;
what breaks a rule goes to the quarantine, and the totals of all three must agree.
"""
