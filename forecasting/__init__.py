"""Projections as pure functions: frames in, frames out.

**Belongs here**: series preparation, models, backtests, accuracy, intervals, coherence.
**Keep out**: files, databases, schedules, screens. What is read and where results go is the
business of `orchestration`.

Flow: `series` → `models` → `backtest` → `hierarchy` → `intervals` → `accuracy`, composed by
`revenue`. Floats are allowed here and nowhere else; callers turn results into DECIMAL.
"""
