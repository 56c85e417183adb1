"""The members of the ensemble: each takes a panel and a horizon and returns point forecasts.

**Belongs here**: one module a family of models, all with the same face
`(panel, horizon) -> one row per series and month: unique_id, ds, value`.
**Keep out**: combining, backtesting, intervals.
"""
