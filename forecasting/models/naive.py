"""The same month of last year: as it stands (the yardstick of every model), and with growth.

Two years of history are too short to fit a season series by series; last year's shape carries it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from forecasting.series import entity_of

MONTHS_A_YEAR: Final = 12
_FEWEST_COMPARED_MONTHS: Final = 3
_GROWTH_LIMITS: Final = (0.5, 2.0)


def seasonal_naive(panel: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Repeat the last year of each series; a series shorter than a year repeats its mean.

    Args:
        panel: One row per series and month: unique_id, ds, y.
        horizon: Months to project.

    Returns:
        One row per series and projected month: unique_id, ds, value.
    """
    projected = []
    for name, values in panel.groupby("unique_id", sort=True):
        history = values["y"].to_numpy()
        start = values["ds"].iloc[-1] + pd.DateOffset(months=1)
        if len(history) >= MONTHS_A_YEAR:
            steps = np.resize(history[-MONTHS_A_YEAR:], horizon)
        else:
            steps = np.full(horizon, history.mean())
        projected.append(
            pd.DataFrame(
                {
                    "unique_id": name,
                    "ds": pd.date_range(start, periods=horizon, freq="MS"),
                    "value": steps,
                }
            )
        )
    return pd.concat(projected, ignore_index=True)


def seasonal_growth(panel: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Grow each month of last year by its entity's year-on-year growth.

    Growth is pooled over the series of an entity, since one series is too noisy to tell its own:
    revenue of up to the last 12 months over revenue of the same months a year before.

    Args:
        panel: One row per series and month: unique_id, ds, y.
        horizon: Months to project.

    Returns:
        One row per series and projected month: unique_id, ds, value.
    """
    projected = seasonal_naive(panel, horizon)
    growth = projected["unique_id"].map(entity_of).map(_entity_growth(panel))
    origin = panel["ds"].max()
    step = (projected["ds"].dt.year - origin.year) * 12 + projected["ds"].dt.month - origin.month
    years = (step - 1) // MONTHS_A_YEAR + 1
    projected["value"] = projected["value"] * growth**years
    return projected


def _entity_growth(panel: pd.DataFrame) -> dict[str, float]:
    """Year-on-year growth per entity, of series alive in both years; 1 where unknown."""
    a_year_before = panel[["unique_id", "ds", "y"]].assign(
        ds=panel["ds"] + pd.DateOffset(months=MONTHS_A_YEAR)
    )
    both = panel.merge(a_year_before, on=["unique_id", "ds"], suffixes=("", "_before"))
    recent = both[both["ds"] > both["ds"].max() - pd.DateOffset(months=MONTHS_A_YEAR)]
    growth = {entity_of(name): 1.0 for name in panel["unique_id"].unique()}
    for entity, rows in recent.groupby(recent["unique_id"].map(entity_of)):
        before = float(rows["y_before"].sum())
        if rows["ds"].nunique() >= _FEWEST_COMPARED_MONTHS and before > 0:
            growth[str(entity)] = float(np.clip(rows["y"].sum() / before, *_GROWTH_LIMITS))
    return growth
