"""What must hold of every revenue projection, whatever the history."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from forecasting.accuracy import naive_scale, scores
from forecasting.backtest import origins
from forecasting.hierarchy import ALL, GROUP
from forecasting.intervals import half_widths, with_intervals
from forecasting.models.naive import seasonal_growth, seasonal_naive
from forecasting.revenue import RevenueProjection, project_revenue
from forecasting.seasonality import seasonal_factors
from forecasting.series import IncompleteHistory, complete_panel, series_id

KEYS = ["entity_code", "product_line", "region"]


def company_history(months: int = 36, seed: int = 3) -> pd.DataFrame:
    """Two entities of three lines in three regions, growing, with one season per entity."""
    rng = np.random.default_rng(seed)
    calendar = pd.date_range("2023-11-01", periods=months, freq="MS")
    rows = []
    for entity, phase in (("A", 0), ("B", 4)):
        season = 1 + 0.3 * np.sin(2 * np.pi * (calendar.month.to_numpy() + phase) / 12)
        for line in ("pumps", "valves", "service"):
            for region in ("north", "south", "west"):
                level = rng.uniform(1e5, 9e5)
                noise = rng.lognormal(0, 0.1, months)
                values = level * season * 1.01 ** np.arange(months) * noise
                rows += [
                    (entity, line, region, day.date(), Decimal(f"{value:.2f}"))
                    for day, value in zip(calendar, values, strict=True)
                ]
    return pd.DataFrame(rows, columns=[*KEYS, "month_start_date", "net_amount_group"])


@pytest.fixture(scope="module")
def projection() -> RevenueProjection:
    return project_revenue(company_history())


def test_projection_covers_every_node_and_month(projection: RevenueProjection) -> None:
    published = projection.forecasts[projection.forecasts["is_published"]]
    assert sorted(published["horizon"].unique()) == list(range(1, 13))
    # 18 series, 6 entity × line, 2 entities, 3 lines, 1 group
    assert len(published) == 12 * (18 + 6 + 2 + 3 + 1)
    assert published["month_start_date"].min().isoformat() == "2026-11-01"
    assert not published.duplicated([*KEYS, "month_start_date"]).any()


def test_children_sum_to_their_parent(projection: RevenueProjection) -> None:
    published = projection.forecasts[projection.forecasts["is_published"]]
    bottom = published[published["region"] != ALL].groupby("month_start_date")["value_amount"].sum()
    group = published[
        (published["entity_code"] == GROUP) & (published["product_line"] == ALL)
    ].set_index("month_start_date")["value_amount"]
    assert np.allclose(bottom, group, rtol=1e-12)
    entities = published[
        (published["product_line"] == ALL)
        & (published["region"] == ALL)
        & (published["entity_code"] != GROUP)
    ]
    assert np.allclose(
        entities.groupby("month_start_date")["value_amount"].sum(), group, rtol=1e-12
    )


def test_intervals_nest_and_never_fall_below_zero(projection: RevenueProjection) -> None:
    published = projection.forecasts[projection.forecasts["is_published"]]
    ordered = published[["lo95", "lo80", "lo50", "value_amount", "hi50", "hi80", "hi95"]]
    assert (ordered.diff(axis=1).iloc[:, 1:] >= -1e-9).all(axis=None)
    assert (published["lo95"] >= 0).all()
    assert ordered.notna().all(axis=None)


def test_same_history_and_seed_give_identical_values(projection: RevenueProjection) -> None:
    again = project_revenue(company_history())
    pd.testing.assert_frame_equal(projection.forecasts, again.forecasts, check_exact=True)
    pd.testing.assert_frame_equal(projection.scores, again.scores, check_exact=True)


def test_order_of_history_rows_is_irrelevant(projection: RevenueProjection) -> None:
    shuffled = project_revenue(company_history().sample(frac=1, random_state=5))
    pd.testing.assert_frame_equal(projection.forecasts, shuffled.forecasts, check_exact=True)


def test_backtest_knows_nothing_after_its_origin(projection: RevenueProjection) -> None:
    history = company_history()
    last_origin = projection.backtests["origin_month"].max()
    changed = history.copy()
    later = changed["month_start_date"] > last_origin
    changed.loc[later, "net_amount_group"] = changed.loc[later, "net_amount_group"] * 7
    replayed = project_revenue(changed).backtests
    pd.testing.assert_series_equal(
        projection.backtests["value_amount"], replayed["value_amount"], check_exact=True
    )
    assert not projection.backtests["actual_amount"].equals(replayed["actual_amount"])


def test_ensemble_beats_naive_on_a_growing_seasonal_company(projection: RevenueProjection) -> None:
    assert projection.published_model == "ensemble"
    group = projection.scores[
        (projection.scores["entity_code"] == GROUP) & (projection.scores["product_line"] == ALL)
    ].set_index(["model", "measure"])["score"]
    assert group["ensemble", "mase"] < group["seasonal_naive", "mase"]
    assert group["seasonal_naive", "skill_vs_naive"] == 0


def test_three_month_sums_agree_with_their_months(projection: RevenueProjection) -> None:
    months = projection.forecasts[
        projection.forecasts["is_published"]
        & (projection.forecasts["entity_code"] == GROUP)
        & (projection.forecasts["product_line"] == ALL)
    ].sort_values("horizon")
    quarters = projection.quarters[
        (projection.quarters["entity_code"] == GROUP) & (projection.quarters["product_line"] == ALL)
    ].sort_values("quarter_start_date")
    assert np.allclose(
        months["value_amount"].to_numpy().reshape(4, 3).sum(axis=1), quarters["value_amount"]
    )
    # Errors of single months partly cancel in a sum, so adding interval ends would be too wide.
    summed_ends = (months["hi80"] - months["lo80"]).to_numpy().reshape(4, 3).sum(axis=1)
    assert ((quarters["hi80"] - quarters["lo80"]).to_numpy() < summed_ends).all()


def test_history_too_short_to_backtest_publishes_naive_without_interval() -> None:
    projection = project_revenue(company_history(months=14))
    assert projection.published_model == "seasonal_naive"
    assert projection.backtests.empty
    published = projection.forecasts[projection.forecasts["is_published"]]
    assert published["value_amount"].notna().all()
    assert published["lo80"].isna().all()


def test_new_series_takes_its_share_of_its_entity() -> None:
    history = company_history()
    launch = [
        ("A", "sensors", "north", day.date(), Decimal("50000"))
        for day in pd.date_range("2026-06-01", periods=5, freq="MS")
    ]
    grown = pd.concat([history, pd.DataFrame(launch, columns=history.columns)], ignore_index=True)
    forecasts = project_revenue(grown).forecasts
    launched = forecasts[(forecasts["product_line"] == "sensors") & (forecasts["region"] != ALL)]
    ensemble = launched[launched["model"] == "ensemble"]
    assert len(ensemble) == 12
    assert (ensemble["value_amount"] > 0).all()
    assert "theta" not in set(launched["model"])


def test_boosting_takes_part_where_every_origin_can_learn_from_it() -> None:
    short = project_revenue(company_history(months=48))
    assert "gradient_boosting" not in set(short.forecasts["model"])
    rich = pd.concat(
        [
            company_history(months=60, seed=seed).assign(
                region=lambda f, s=seed: f["region"] + str(s)
            )
            for seed in (1, 2, 3)
        ],
        ignore_index=True,
    )
    projected = project_revenue(rich)
    assert "gradient_boosting" in set(projected.forecasts["model"])
    assert "gradient_boosting" in set(projected.backtests["model"])


def test_empty_or_incomplete_history_is_refused_by_name() -> None:
    history = company_history()
    with pytest.raises(IncompleteHistory, match="region"):
        project_revenue(history.drop(columns="region"))
    with pytest.raises(IncompleteHistory, match="no row"):
        project_revenue(history.iloc[:0])


def test_missing_months_count_as_zero_and_leading_months_are_not_invented() -> None:
    rows = [("A", "x", "n", "2026-01-01", 10), ("A", "x", "n", "2026-04-01", 40)]
    rows += [("A", "y", "n", "2026-03-01", 5), ("A", "y", "n", "2026-04-01", 6)]
    panel = complete_panel(
        pd.DataFrame(rows, columns=[*KEYS, "month_start_date", "net_amount_group"])
    )
    assert panel["y"].tolist() == [10, 0, 0, 40, 5, 6]


def test_measures_follow_their_formulas() -> None:
    node = {"level": "group", "entity_code": GROUP, "product_line": ALL, "region": ALL}
    actuals = pd.DataFrame(
        [
            node | {"ds": day, "y": float(value)}
            for day, value in zip(
                pd.date_range("2024-01-01", periods=14, freq="MS"),
                [100] * 12 + [110, 130],
                strict=True,
            )
        ]
    )
    scale = naive_scale(actuals)
    assert scale["scale"].tolist() == [20.0]  # mean of |110 - 100| and |130 - 100|
    compared = pd.DataFrame(
        [
            node | {"model": "ensemble", "value": 90.0, "actual": 100.0},
            node | {"model": "ensemble", "value": 130.0, "actual": 100.0},
            node | {"model": "seasonal_naive", "value": 60.0, "actual": 100.0},
            node | {"model": "seasonal_naive", "value": 140.0, "actual": 100.0},
        ]
    )
    table = scores(compared, scale).set_index(["model", "measure"])["score"]
    assert table["ensemble", "mase"] == pytest.approx(1.0)
    assert table["ensemble", "wape"] == pytest.approx(0.2)
    assert table["ensemble", "bias"] == pytest.approx(0.1)
    assert table["seasonal_naive", "bias"] == pytest.approx(0.0)
    assert table["ensemble", "skill_vs_naive"] == pytest.approx(0.5)


def test_conformal_half_width_is_the_finite_sample_quantile() -> None:
    node = {"level": "group", "entity_code": GROUP, "product_line": ALL, "region": ALL}
    errors = list(range(1, 21))
    compared = pd.DataFrame(
        [node | {"horizon": 1, "value": 100.0 + e, "actual": 100.0} for e in errors]
    )
    scale = pd.DataFrame([node | {"scale": 1.0}])
    widths = half_widths(compared, scale, horizon=2)
    # ceil(21 · 0.5) = 11th, ceil(21 · 0.8) = 17th, ceil(21 · 0.95) = 20th smallest error
    assert widths[["width50", "width80", "width95"]].to_numpy().tolist() == [[11, 17, 20]] * 2
    ranged = with_intervals(
        pd.DataFrame([node | {"horizon": 1, "value": 15.0}]), widths, scale
    ).iloc[0]
    assert (ranged["lo50"], ranged["hi50"], ranged["lo80"]) == (4.0, 26.0, 0.0)


def test_growth_is_pooled_over_the_entity() -> None:
    months = pd.date_range("2024-01-01", periods=24, freq="MS")
    panel = pd.DataFrame(
        [
            {
                "unique_id": series_id("A", line, "n"),
                "ds": day,
                "y": start * (1 if i < 12 else rate),
            }
            for line, start, rate in (("x", 100.0, 1.5), ("y", 100.0, 0.9))
            for i, day in enumerate(months)
        ]
    )
    grown = seasonal_growth(panel, 24)
    plain = seasonal_naive(panel, 24)
    ratio = grown["value"] / plain["value"]
    # (150 + 90) / (100 + 100) = 1.2 a year, for both series alike
    assert ratio.groupby((ratio.index % 24) // 12).mean().tolist() == pytest.approx([1.2, 1.44])


def test_seasonal_factors_of_a_pure_season_are_that_season() -> None:
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    shape = np.array([0.5, 0.7, 1.0, 1.1, 1.2, 1.3, 1.3, 1.2, 1.1, 1.0, 0.9, 0.7])
    panel = pd.DataFrame(
        {"unique_id": series_id("A", "x", "n"), "ds": months, "y": np.tile(shape, 3) * 1000}
    )
    factors = seasonal_factors(panel)["factor"].to_numpy()
    assert factors.mean() == pytest.approx(1)
    assert np.corrcoef(factors, shape)[0, 1] > 0.99


def test_origins_leave_enough_to_learn_from_and_something_to_compare() -> None:
    panel = complete_panel(company_history())
    chosen = origins(panel, 12)
    assert len(chosen) == 6
    assert chosen[0] == pd.Timestamp("2025-10-01")
    assert chosen[-1] < panel["ds"].max()
