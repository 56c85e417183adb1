"""Measures of forecast error, one row per node, model and measure.

**Belongs here**: formulas of error and skill.
**Keep out**: where forecasts come from.
"""

from __future__ import annotations

import pandas as pd

from forecasting.ensemble import NAIVE
from forecasting.models.naive import MONTHS_A_YEAR
from forecasting.series import SERIES_KEYS


def naive_scale(actuals: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute seasonal difference of each node's history: the unit of scaled errors.

    Args:
        actuals: One row per node and month: level, entity_code, product_line, region, ds, y.

    Returns:
        One row per node: level, keys, scale > 0 (falls back to the mean level, then to 1, where a
        node has less than 13 months or never moves).

    Source: Hyndman & Koehler (2006), MASE with a seasonal denominator.
    """
    node = ["level", *SERIES_KEYS]
    ordered = actuals.sort_values([*node, "ds"])
    grouped = ordered.groupby(node, sort=True)["y"]
    difference = grouped.diff(MONTHS_A_YEAR).abs()
    scale = difference.groupby([ordered[name] for name in node], sort=True).mean()
    level = ordered["y"].abs().groupby([ordered[name] for name in node], sort=True).mean()
    scale = scale.where(scale > 0, level).where(lambda values: values > 0, 1.0)
    return scale.rename("scale").reset_index()


def scores(backtests: pd.DataFrame, scale: pd.DataFrame) -> pd.DataFrame:
    """Score every node and model of a backtest.

    Args:
        backtests: One row per origin, node, month and model: level, keys, model, value, actual.
        scale: One row per node: level, keys, scale.

    Returns:
        One row per node, model and measure: level, keys, model, measure, score. Measures: mase,
        wape (Σ|error| / Σ|actual|), bias (Σ error / Σ|actual|; positive = projected too much),
        skill_vs_naive (1 − MASE / MASE of seasonal naive).
    """
    node = ["level", *SERIES_KEYS]
    compared = backtests.merge(scale, on=node, how="left")
    error = compared["value"] - compared["actual"]
    compared = compared.assign(
        error=error,
        absolute_error=error.abs(),
        absolute_actual=compared["actual"].abs(),
        scaled_error=error.abs() / compared["scale"],
    )
    grouped = compared.groupby([*node, "model"], sort=True)
    sums = grouped[["error", "absolute_error", "absolute_actual"]].sum()
    table = pd.DataFrame(
        {
            "mase": grouped["scaled_error"].mean(),
            "wape": sums["absolute_error"] / sums["absolute_actual"].replace(0.0, float("nan")),
            "bias": sums["error"] / sums["absolute_actual"].replace(0.0, float("nan")),
        }
    ).reset_index()
    yardstick = table.loc[table["model"] == NAIVE, [*node, "mase"]].rename(
        columns={"mase": "naive_mase"}
    )
    table = table.merge(yardstick, on=node, how="left")
    table["skill_vs_naive"] = 1 - table["mase"] / table["naive_mase"].replace(0.0, float("nan"))
    long = table.melt(
        id_vars=[*node, "model"],
        value_vars=["mase", "wape", "bias", "skill_vs_naive"],
        var_name="measure",
        value_name="score",
    )
    return long.dropna(subset="score").reset_index(drop=True)


def revenue_weighted_mase(table: pd.DataFrame, weight: pd.Series, model: str) -> float:
    """Mean MASE of the bottom series, weighted by revenue.

    Args:
        table: Scores as returned by `scores`.
        weight: Revenue per (entity_code, product_line, region).
        model: Whose scores.

    Returns:
        The weighted mean; NaN where no series was scored.
    """
    rows = table[
        (table["level"] == "series") & (table["model"] == model) & (table["measure"] == "mase")
    ].set_index(list(SERIES_KEYS))["score"]
    weights = weight.reindex(rows.index).clip(lower=0.0).fillna(0.0)
    total = float(weights.sum())
    return float((rows * weights).sum() / total) if total else float("nan")
