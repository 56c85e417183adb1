"""Seasonal factors for histories too short to fit a season by themselves.

**Belongs here**: estimating, removing and restoring multiplicative calendar-month factors.
**Keep out**: models; they see a panel without season and never know.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from forecasting.series import entity_of

# From four years on a model estimates the season better by itself.
LONG_ENOUGH_MONTHS: Final = 48
# Weight of the entity's shape, in years of own history: one year counts as much as the pool.
_POOL_YEARS: Final = 1.0
_SMALLEST_FACTOR: Final = 0.05


def seasonal_factors(panel: pd.DataFrame) -> pd.DataFrame:
    """Estimate each series' calendar-month factors, shrunk towards those of its entity.

    A factor is the mean ratio of a month to the straight line through the history; the mean of a
    series' twelve factors is 1.

    Args:
        panel: One row per series and month: unique_id, ds, y.

    Returns:
        One row per series and calendar month (1–12): unique_id, month, factor > 0.
    """
    entity = panel["unique_id"].map(entity_of)
    # A pool needs the same series in every month, or a launch would look like a season.
    starts = panel.groupby("unique_id")["ds"].transform("min")
    whole = panel[starts == panel["ds"].min()]
    pooled = whole.assign(unique_id=entity).groupby(["unique_id", "ds"])["y"].sum().reset_index()
    pool = _ratios(pooled).pivot(index="unique_id", columns="month", values="factor")
    own = _ratios(panel)
    calendar = pd.MultiIndex.from_product(
        [sorted(panel["unique_id"].unique()), range(1, 13)], names=["unique_id", "month"]
    )
    own = own.set_index(["unique_id", "month"]).reindex(calendar).reset_index()
    own["seen"] = own["seen"].fillna(0.0)
    shape = pool.stack()
    wanted = pd.MultiIndex.from_arrays([own["unique_id"].map(entity_of), own["month"]])
    own["pool"] = pd.Series(shape.reindex(wanted).to_numpy()).fillna(1.0)
    weighted = own["seen"] * own["factor"].fillna(1.0) + _POOL_YEARS * own["pool"]
    own["factor"] = (weighted / (own["seen"] + _POOL_YEARS)).clip(lower=_SMALLEST_FACTOR)
    own["factor"] /= own.groupby("unique_id")["factor"].transform("mean")
    return own[["unique_id", "month", "factor"]]


def with_factor(frame: pd.DataFrame, factors: pd.DataFrame) -> pd.Series:
    """Return the factor of each row's series and calendar month (frame: unique_id, ds)."""
    wanted = pd.MultiIndex.from_arrays([frame["unique_id"], frame["ds"].dt.month])
    found = factors.set_index(["unique_id", "month"])["factor"].reindex(wanted)
    return pd.Series(found.to_numpy(), index=frame.index)


def _ratios(panel: pd.DataFrame) -> pd.DataFrame:
    """Mean ratio to the trend line per series and calendar month, and how often it was seen."""
    rows = []
    for name, values in panel.groupby("unique_id", sort=True):
        history = values["y"].to_numpy()
        position = np.arange(len(history))
        slope, level = np.polyfit(position, history, 1) if len(history) > 1 else (0.0, history[0])
        trend = np.maximum(level + slope * position, max(history.mean() * 0.1, 1e-9))
        ratio = pd.Series(history / trend).groupby(values["ds"].dt.month.to_numpy())
        rows.append(pd.DataFrame({"unique_id": name, "factor": ratio.mean(), "seen": ratio.size()}))
    return pd.concat(rows).rename_axis("month").reset_index()
