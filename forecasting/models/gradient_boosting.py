"""One gradient-boosted model over all series (global): it learns what the series share.

It can lose to naive alone, so it serves as a member only where there is enough to learn from:
see `is_worth_fitting`.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

_LAGS: Final = tuple(range(1, 14))
_FEWEST_SERIES: Final = 50
_FEWEST_MONTHS: Final = 36


def is_worth_fitting(panel: pd.DataFrame) -> bool:
    """Tell whether the panel holds at least 50 series of at least 36 months."""
    months = panel.groupby("unique_id").size()
    return bool((months >= _FEWEST_MONTHS).sum() >= _FEWEST_SERIES)


def gradient_boosting(panel: pd.DataFrame, horizon: int, seed: int) -> pd.DataFrame:
    """Fit one LightGBM on log1p, first differences and local scaling, with lags 1 to 13.

    Args:
        panel: One row per series and month: unique_id, ds, y ≥ 0.
        horizon: Months to project.
        seed: Of the trees; the same seed gives the same values.

    Returns:
        One row per series and projected month: unique_id, ds, value. Series too short to have
        lags are absent.
    """
    import lightgbm as lgb
    import numpy as np
    from mlforecast import MLForecast
    from mlforecast.lag_transforms import RollingMean
    from mlforecast.target_transforms import (
        Differences,
        GlobalSklearnTransformer,
        LocalStandardScaler,
    )
    from sklearn.preprocessing import FunctionTransformer

    months = panel.groupby("unique_id")["y"].transform("size")
    learnable = panel[months > _LAGS[-1] + 2]
    if learnable.empty:
        return pd.DataFrame({"unique_id": [], "ds": [], "value": []})
    model = lgb.LGBMRegressor(
        n_estimators=200,
        learning_rate=0.05,
        num_leaves=15,
        min_child_samples=10,
        n_jobs=1,
        deterministic=True,
        force_col_wise=True,
        random_state=seed,
        verbosity=-1,
    )
    engine = MLForecast(
        models={"value": model},
        freq="MS",
        lags=list(_LAGS),
        lag_transforms={1: [RollingMean(3), RollingMean(12)]},
        date_features=["month"],
        target_transforms=[
            GlobalSklearnTransformer(FunctionTransformer(func=np.log1p, inverse_func=np.expm1)),
            Differences([1]),
            LocalStandardScaler(),
        ],
        num_threads=1,
    )
    engine.fit(learnable, static_features=[])
    projected: pd.DataFrame = engine.predict(horizon)
    return projected[["unique_id", "ds", "value"]]
