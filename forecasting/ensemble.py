"""The ensemble: the plain mean of its members, which beat picking the best by backtest.

**Belongs here**: which members a profile has, how they combine, what a hopeless series gets.
**Keep out**: the members themselves (`models/`), levels above a series (`hierarchy`).
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import pandas as pd

from forecasting.models.gradient_boosting import gradient_boosting, is_worth_fitting
from forecasting.models.naive import MONTHS_A_YEAR, seasonal_growth, seasonal_naive
from forecasting.models.statistical import StatisticalModel, statistical
from forecasting.series import INTERMITTENT_DEMAND_INTERVAL, demand_interval, entity_of

Profile = Literal["quick", "default"]
ENSEMBLE: Final = "ensemble"
NAIVE: Final = "seasonal_naive"

_STATISTICAL_MEMBERS: Final[dict[Profile, tuple[StatisticalModel, ...]]] = {
    "quick": ("theta",),
    "default": ("ets", "theta", "ces"),
}


class Members(NamedTuple):
    """Which models make up the ensemble, the same in every backtest origin and in the projection.

    statistical: Models fitted series by series.
    has_boosting: Whether the global model takes part.
    seed: Of the global model; the same seed gives the same values.
    """

    statistical: tuple[StatisticalModel, ...]
    has_boosting: bool
    seed: int


def members_of(profile: Profile, shortest_known: pd.DataFrame, seed: int) -> Members:
    """Choose the members of a profile.

    Args:
        profile: quick (Theta, seasonal growth, boosting) or default (also exponential and complex
            smoothing).
        shortest_known: The panel as known at the earliest origin that will be replayed: boosting
            takes part only where even that is worth learning from, so that what is proven in the
            backtest is what is published.
        seed: Of the boosting.
    """
    return Members(_STATISTICAL_MEMBERS[profile], is_worth_fitting(shortest_known), seed)


def forecast(panel: pd.DataFrame, horizon: int, members: Members) -> pd.DataFrame:
    """Project every series with the ensemble, its members and the naive yardstick.

    A series with less than a year of history, or an intermittent one, has no model of its own: it
    takes its share of the last year of what all series of its entity are projected to be.

    Args:
        panel: One row per series and month: unique_id, ds, y.
        horizon: Months to project.
        members: Which models the ensemble has.

    Returns:
        One row per series, month and model: unique_id, ds, model, value ≥ 0. Models are
        `ensemble`, `seasonal_naive` and the members.
    """
    naive = seasonal_naive(panel, horizon)
    months = panel.groupby("unique_id").size()
    modelled = months.index[
        (months >= MONTHS_A_YEAR) & (demand_interval(panel) <= INTERMITTENT_DEMAND_INTERVAL)
    ]
    fitted: dict[str, pd.DataFrame] = {}
    fittable = panel[panel["unique_id"].isin(modelled)]
    if not fittable.empty:
        fitted.update(statistical(fittable, horizon, members.statistical))
        fitted["seasonal_growth"] = seasonal_growth(fittable, horizon)
        if members.has_boosting:
            fitted["gradient_boosting"] = gradient_boosting(fittable, horizon, members.seed)
    frames = [naive.assign(model=NAIVE)]
    frames += [values.assign(model=name) for name, values in fitted.items()]
    combined = naive.iloc[:0]
    if fitted:
        pooled = pd.concat(list(fitted.values()), ignore_index=True)
        combined = pooled.groupby(["unique_id", "ds"])["value"].mean().reset_index()
    shared = _share_of_entity(panel, combined, naive[~naive["unique_id"].isin(modelled)])
    frames.append(pd.concat([combined, shared], ignore_index=True).assign(model=ENSEMBLE))
    projected = pd.concat(frames, ignore_index=True)
    # Revenue is not projected below zero; a month of net returns is an event, not a habit.
    projected["value"] = projected["value"].clip(lower=0.0)
    return projected.sort_values(["model", "unique_id", "ds"], ignore_index=True)


def _share_of_entity(
    panel: pd.DataFrame, combined: pd.DataFrame, hopeless: pd.DataFrame
) -> pd.DataFrame:
    """Give each hopeless series its last-year share of its entity's projection."""
    if combined.empty or hopeless.empty:
        return hopeless
    last_year = panel[panel["ds"] > panel["ds"].max() - pd.DateOffset(months=MONTHS_A_YEAR)]
    weight = last_year.groupby("unique_id")["y"].sum()
    base = combined.assign(entity=combined["unique_id"].map(entity_of))
    base_weight = weight.reindex(base["unique_id"].unique()).groupby(entity_of).sum()
    by_month = base.groupby(["entity", "ds"])["value"].sum()
    entity = hopeless["unique_id"].map(entity_of)
    share = hopeless["unique_id"].map(weight) / entity.map(base_weight).replace(0.0, pd.NA)
    projected = pd.Series(
        [by_month.get(key, float("nan")) for key in zip(entity, hopeless["ds"], strict=True)],
        index=hopeless.index,
    )
    value = (projected * share.astype(float)).fillna(hopeless["value"])
    return hopeless.assign(value=value)
