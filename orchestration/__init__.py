"""When the platform runs, in what order, and when its result may be shown.

**Belongs here**: the Dagster graph, the publication protocol, the writer lock, the command line.

**Keep out**: business rules (dbt_project), parsing of sources (ingestion), mathematics
(forecasting), screens (dashboards).
"""
