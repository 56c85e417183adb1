"""Conformal intervals: how far past projections of a level missed says how far these may.

Native model intervals under-cover, so the half-width comes from scaled absolute errors of the
final, summed ensemble in the backtest, pooled per level and horizon.

**Belongs here**: calibration of interval half-widths and their coverage.
**Keep out**: point forecasts.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from forecasting.series import SERIES_KEYS

COVERAGES: Final = (50, 80, 95)
_FEWEST_SCORES: Final = 20


def half_widths(backtests: pd.DataFrame, scale: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Calibrate half-widths in units of a node's scale.

    Scores are pooled over nodes of a level and over horizons up to the one asked for, reaching
    further until at least 20 scores are there, and never narrow as the horizon grows.

    Args:
        backtests: One row per origin, node, month: level, keys, horizon, value, actual (one model).
        scale: One row per node: level, keys, scale.
        horizon: Longest horizon wanted.

    Returns:
        One row per level and horizon: level, horizon, width50, width80, width95.

    Source: split conformal prediction with the finite-sample quantile ceil((n + 1)·p) / n
    (Vovk et al. 2005).
    """
    scored = backtests.merge(scale, on=["level", *SERIES_KEYS], how="left")
    scored["score"] = (scored["value"] - scored["actual"]).abs() / scored["scale"]
    rows = []
    for level, of_level in scored.groupby("level", sort=True):
        steps = of_level["horizon"].to_numpy()
        values = of_level["score"].to_numpy()
        widest = dict.fromkeys(COVERAGES, 0.0)
        for step in range(1, horizon + 1):
            near = _nearest(values, np.abs(steps - step))
            for coverage in COVERAGES:
                widest[coverage] = max(widest[coverage], _quantile(near, coverage / 100))
            rows.append(
                {"level": level, "horizon": step}
                | {f"width{coverage}": widest[coverage] for coverage in COVERAGES}
            )
    return pd.DataFrame(rows)


def with_intervals(
    projected: pd.DataFrame, widths: pd.DataFrame, scale: pd.DataFrame
) -> pd.DataFrame:
    """Add lo50 … hi95 around each value; a lower end stops at zero.

    Args:
        projected: One row per node and month: level, keys, horizon, value.
        widths: As returned by `half_widths`.
        scale: One row per node: level, keys, scale.

    Returns:
        The same rows with lo50, hi50, lo80, hi80, lo95, hi95 (NaN where nothing was calibrated).
    """
    ranged = projected.merge(widths, on=["level", "horizon"], how="left").merge(
        scale, on=["level", *SERIES_KEYS], how="left"
    )
    for coverage in COVERAGES:
        half = ranged[f"width{coverage}"] * ranged["scale"]
        ranged[f"lo{coverage}"] = (ranged["value"] - half).clip(lower=0.0)
        ranged[f"hi{coverage}"] = ranged["value"] + half
    return ranged.drop(columns=["scale", *(f"width{coverage}" for coverage in COVERAGES)])


def leave_one_out_coverage(
    backtests: pd.DataFrame, scale: pd.DataFrame, horizon: int
) -> pd.DataFrame:
    """Share of actuals inside the interval, each origin calibrated on the other origins only.

    Args:
        backtests: One row per origin, node, month of one model: origin, level, keys, horizon,
            value, actual.
        scale: One row per node: level, keys, scale.
        horizon: Longest horizon wanted.

    Returns:
        One row per node and coverage: level, keys, measure (coverage_80, coverage_95), score.
        Empty with fewer than three origins.
    """
    node = ["level", *SERIES_KEYS]
    if backtests["origin"].nunique() < 3:
        return pd.DataFrame(columns=[*node, "measure", "score"])
    judged = []
    for origin, held_out in backtests.groupby("origin", sort=True):
        widths = half_widths(backtests[backtests["origin"] != origin], scale, horizon)
        judged.append(with_intervals(held_out, widths, scale))
    ranged = pd.concat(judged, ignore_index=True)
    covered = []
    for coverage in (80, 95):
        inside = ranged["actual"].between(ranged[f"lo{coverage}"], ranged[f"hi{coverage}"])
        share = inside.astype(float).groupby([ranged[name] for name in node], sort=True).mean()
        covered.append(share.rename("score").reset_index().assign(measure=f"coverage_{coverage}"))
    return pd.concat(covered, ignore_index=True)[[*node, "measure", "score"]]


def _nearest(values: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """Take scores by growing distance of their horizon until there are enough."""
    for reach in range(int(distance.max()) + 1):
        near = values[distance <= reach]
        if len(near) >= _FEWEST_SCORES:
            return near
    return values


def _quantile(values: np.ndarray, coverage: float) -> float:
    rank = min(math.ceil((len(values) + 1) * coverage), len(values))
    return float(np.sort(values)[rank - 1])
