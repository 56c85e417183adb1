"""Monthly revenue projection by entity, product line and region, with its backtest and scores.

**Belongs here**: the composition of the steps and the shape of what is stored.
**Keep out**: reading history, writing results.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from forecasting.accuracy import naive_scale, revenue_weighted_mase, scores
from forecasting.backtest import known_at_first_origin, rolling_backtest
from forecasting.ensemble import ENSEMBLE, NAIVE, Profile, forecast, members_of
from forecasting.hierarchy import with_levels
from forecasting.intervals import COVERAGES, half_widths, leave_one_out_coverage, with_intervals
from forecasting.series import SERIES_KEYS, complete_panel, with_series_keys

_NODE: Final = ["level", *SERIES_KEYS]
_RANGES: Final = [f"{end}{coverage}" for coverage in COVERAGES for end in ("lo", "hi")]
_QUARTER_MONTHS: Final = 3


class RevenueProjection(NamedTuple):
    """What a projection yields; amounts are floats in the presentation currency.

    forecasts: One row per node, month and model: origin_month, entity_code, product_line, region,
        month_start_date, horizon, model, value_amount, lo50 … hi95 (published model only, else
        null), is_published. Nodes above a series have product_line or region `ALL`, and
        entity_code `GROUP`.
    quarters: One row per node and span of three projected months of the published model:
        origin_month, keys, quarter_start_date, value_amount, lo80, hi80. Its interval is calibrated
        on three-month sums, since the ends of monthly intervals do not add.
    backtests: One row per origin, node, month and model: origin_month, keys, month_start_date,
        horizon, model, actual_amount, value_amount.
    scores: One row per node, model and measure: keys, model, measure, score.
    published_model: `ensemble`, or `seasonal_naive` where the ensemble has no skill.
    """

    forecasts: pd.DataFrame
    quarters: pd.DataFrame
    backtests: pd.DataFrame
    scores: pd.DataFrame
    published_model: str


def project_revenue(
    history: pd.DataFrame, *, horizon: int = 12, profile: Profile = "quick", seed: int = 7
) -> RevenueProjection:
    """Project monthly revenue and say how well the same method did on the past.

    Args:
        history: One row per series and month: entity_code, product_line, region,
            month_start_date, net_amount_group [presentation currency]; complete months only.
        horizon: Months to project.
        profile: Which members the ensemble has.
        seed: Same history, profile and seed give the same values.

    Returns:
        Forecasts, three-month sums, backtests and scores; see `RevenueProjection`.

    Raises:
        IncompleteHistory: a column is absent or there is no row.
    """
    panel = complete_panel(history)
    origin = panel["ds"].max()
    actuals = with_levels(with_series_keys(panel), ["y"], ["ds"])
    scale = naive_scale(actuals)

    members = members_of(profile, known_at_first_origin(panel, horizon), seed)
    replayed = rolling_backtest(panel, horizon, members)
    compared = with_levels(
        with_series_keys(replayed), ["value", "actual"], ["origin", "ds", "horizon", "model"]
    )
    table = scores(compared, scale)
    published = _published_model(table, panel)

    projected = with_levels(
        with_series_keys(forecast(panel, horizon, members)), ["value"], ["ds", "model"]
    )
    projected["horizon"] = (
        (projected["ds"].dt.year - origin.year) * 12 + projected["ds"].dt.month - origin.month
    )
    of_published = compared[compared["model"] == published]
    chosen = projected["model"] == published
    if of_published.empty:
        ranged = projected.assign(**dict.fromkeys(_RANGES, float("nan")))
    else:
        widths = half_widths(of_published, scale, horizon)
        ranged = pd.concat(
            [with_intervals(projected[chosen], widths, scale), projected[~chosen]],
            ignore_index=True,
        )
        coverage = leave_one_out_coverage(of_published, scale, horizon).assign(model=published)
        table = pd.concat([table, coverage], ignore_index=True)

    return RevenueProjection(
        forecasts=_forecast_rows(ranged, origin, published),
        quarters=_quarter_rows(projected[chosen], of_published, scale, origin),
        backtests=_backtest_rows(compared),
        scores=table[[*SERIES_KEYS, "model", "measure", "score"]].sort_values(
            [*SERIES_KEYS, "model", "measure"], ignore_index=True
        ),
        published_model=published,
    )


def _published_model(table: pd.DataFrame, panel: pd.DataFrame) -> str:
    """Publish the ensemble only where it beats seasonal naive, weighted by revenue."""
    weight = with_series_keys(panel).groupby(list(SERIES_KEYS))["y"].sum()
    ensemble = revenue_weighted_mase(table, weight, ENSEMBLE)
    naive = revenue_weighted_mase(table, weight, NAIVE)
    # NaN (nothing could be backtested) fails the comparison: without proof the naive one is shown.
    return ENSEMBLE if ensemble < naive else NAIVE


def _three_month_sums(frame: pd.DataFrame, values: list[str], by: list[str]) -> pd.DataFrame:
    """Add up complete spans of three months: horizons 1–3, 4–6 and so on."""
    spans = frame.assign(span=(frame["horizon"] - 1) // _QUARTER_MONTHS)
    grouped = spans.groupby([*_NODE, *by, "span"], sort=True)
    summed = grouped[values].sum()
    summed["months"] = grouped.size()
    summed["starts"] = grouped["ds"].min()
    complete = summed[summed["months"] == _QUARTER_MONTHS].reset_index()
    return complete.assign(horizon=complete["span"] + 1)


def _quarter_rows(
    projected: pd.DataFrame, backtests: pd.DataFrame, scale: pd.DataFrame, origin: pd.Timestamp
) -> pd.DataFrame:
    sums = _three_month_sums(projected, ["value"], [])
    replayed = _three_month_sums(backtests, ["value", "actual"], ["origin"])
    if replayed.empty:
        sums = sums.assign(lo80=float("nan"), hi80=float("nan"))
    else:
        widths = half_widths(replayed, scale, int(sums["horizon"].max()))
        sums = with_intervals(sums, widths, scale)
    return pd.DataFrame(
        {
            "origin_month": origin.date(),
            **{key: sums[key] for key in SERIES_KEYS},
            "quarter_start_date": sums["starts"].dt.date,
            "value_amount": sums["value"],
            "lo80": sums["lo80"],
            "hi80": sums["hi80"],
        }
    )


def _forecast_rows(ranged: pd.DataFrame, origin: pd.Timestamp, published: str) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "origin_month": origin.date(),
            **{key: ranged[key] for key in SERIES_KEYS},
            "month_start_date": ranged["ds"].dt.date,
            "horizon": ranged["horizon"],
            "model": ranged["model"],
            "value_amount": ranged["value"],
            **{name: ranged[name] for name in _RANGES},
            "is_published": ranged["model"] == published,
        }
    )
    return rows.sort_values([*SERIES_KEYS, "model", "month_start_date"], ignore_index=True)


def _backtest_rows(compared: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "origin_month": pd.to_datetime(compared["origin"]).dt.date,
            **{key: compared[key] for key in SERIES_KEYS},
            "month_start_date": pd.to_datetime(compared["ds"]).dt.date,
            "horizon": compared["horizon"],
            "model": compared["model"],
            "actual_amount": compared["actual"],
            "value_amount": compared["value"],
        }
    )
    return rows.sort_values(
        [*SERIES_KEYS, "model", "origin_month", "month_start_date"], ignore_index=True
    )
