"""Gets source data into raw schemas unchanged: validated, quarantined, versioned, counted.

**Belongs here**: sources, validation before the load, the load itself, control totals, the demo
company that plays the source systems.

**Keep out**: business meaning (the warehouse's models have it), schedules (orchestration has them).

Flow: a `LandedSource` extracts → `validation` splits accepted from quarantined → `pipeline` loads
changed row versions with dlt → control totals. Run one source alone: `python -m ingestion erp`.
"""
