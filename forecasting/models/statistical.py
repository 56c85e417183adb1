"""Statistical members fitted series by series: Theta, exponential smoothing, complex smoothing.

The library is imported inside the call: loading it costs seconds that a caller who only needs
shapes should not pay.
"""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd

from forecasting.models.naive import MONTHS_A_YEAR
from forecasting.seasonality import LONG_ENOUGH_MONTHS, seasonal_factors, with_factor

StatisticalModel = Literal["theta", "ets", "ces"]
STATISTICAL_MODELS: Final[tuple[StatisticalModel, ...]] = ("theta", "ets", "ces")


def statistical(
    panel: pd.DataFrame, horizon: int, names: tuple[StatisticalModel, ...]
) -> dict[str, pd.DataFrame]:
    """Fit the named models to every series; a series a model cannot fit falls back to naive.

    A history under four years is fitted without its season, which is restored afterwards.

    Args:
        panel: One row per series and month: unique_id, ds, y.
        horizon: Months to project.
        names: Which of `STATISTICAL_MODELS`.

    Returns:
        Per name, one row per series and projected month: unique_id, ds, value.
    """
    from statsforecast import StatsForecast
    from statsforecast.models import AutoCES, AutoETS, DynamicOptimizedTheta, SeasonalNaive

    builders = {"theta": DynamicOptimizedTheta, "ets": AutoETS, "ces": AutoCES}
    factors = seasonal_factors(panel)
    months = panel.groupby("unique_id").size()
    grown_up = set(months.index[months >= LONG_ENOUGH_MONTHS])
    factors.loc[factors["unique_id"].isin(grown_up), "factor"] = 1.0
    engine = StatsForecast(
        models=[builders[name](season_length=MONTHS_A_YEAR, alias=name) for name in names],
        freq="MS",
        n_jobs=1,  # one worker: panels here are small and results must not depend on scheduling
        fallback_model=SeasonalNaive(season_length=MONTHS_A_YEAR),
    )
    seasonless = panel.assign(y=panel["y"] / with_factor(panel, factors))
    fitted = engine.forecast(df=seasonless, h=horizon)
    factor = with_factor(fitted, factors)
    return {name: fitted[["unique_id", "ds"]].assign(value=fitted[name] * factor) for name in names}
