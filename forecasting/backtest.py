"""Rolling-origin backtest: project from past origins with only what was known then, and compare.

**Belongs here**: choosing origins and replaying them.
**Keep out**: measures of error (`accuracy`), intervals (`intervals`).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from forecasting.ensemble import Members, forecast

FEWEST_TRAINING_MONTHS: Final = 18
_ORIGINS: Final = 6


def origins(panel: pd.DataFrame, horizon: int) -> list[pd.Timestamp]:
    """Choose up to six past origins, evenly spread over the last `horizon` months.

    An origin is the last month known. Each leaves at least 18 months to learn from and one month
    to compare with; the newest origins see only the first steps of the horizon.
    """
    months = pd.DatetimeIndex(sorted(panel["ds"].unique()))
    candidates = months[FEWEST_TRAINING_MONTHS - 1 : -1][-horizon:]
    if len(candidates) <= _ORIGINS:
        return list(candidates)
    step = len(candidates) / _ORIGINS
    return [candidates[int(position * step)] for position in range(_ORIGINS)]


def known_at_first_origin(panel: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return the panel up to the earliest origin, or the whole panel where there is none."""
    chosen = origins(panel, horizon)
    return panel[panel["ds"] <= chosen[0]] if chosen else panel


def rolling_backtest(panel: pd.DataFrame, horizon: int, members: Members) -> pd.DataFrame:
    """Replay every origin on the months up to it.

    Args:
        panel: One row per series and month: unique_id, ds, y.
        horizon: Months projected from each origin, as far as actuals reach.
        members: Which models the ensemble has.

    Returns:
        One row per origin, series, month and model: origin, unique_id, ds, horizon (1…), model,
        value, actual. Series not yet alive at an origin are absent from it. Empty where the
        history is too short to backtest.
    """
    replayed = []
    for origin in origins(panel, horizon):
        known = panel[panel["ds"] <= origin]
        projected = forecast(known, horizon, members)
        actual = panel[panel["ds"] > origin].rename(columns={"y": "actual"})
        compared = projected.merge(actual, on=["unique_id", "ds"], how="inner")
        compared["origin"] = origin
        compared["horizon"] = (
            (compared["ds"].dt.year - origin.year) * 12 + compared["ds"].dt.month - origin.month
        )
        replayed.append(compared)
    columns = ["origin", "unique_id", "ds", "horizon", "model", "value", "actual"]
    if not replayed:
        return pd.DataFrame(columns=columns)
    return pd.concat(replayed, ignore_index=True)[columns]
