"""A projection lands with exact amounts, run by run."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from landed_projects import current, project_at, quarantine

from ingestion.pipeline import land
from ingestion.sources.projections import ProjectionsSource


def scores(run_id: str, score: float | None) -> dict[str, pa.Table]:
    return {
        "forecast_scores": pa.table(
            {
                "run_id": [run_id],
                "entity_code": ["GROUP"],
                "product_line": ["ALL"],
                "region": ["ALL"],
                "model": ["ensemble"],
                "measure": ["mase"],
                "score": pa.array([score], pa.float64()),
            }
        )
    }


def forecasts(lo80: float) -> dict[str, pa.Table]:
    return {
        "revenue_forecasts": pa.table(
            {
                "run_id": ["r1"],
                "origin_month": [dt.date(2026, 10, 1)],
                "entity_code": ["LH-CN"],
                "product_line": ["Sensors"],
                "region": ["East China"],
                "month_start_date": [dt.date(2026, 11, 1)],
                "horizon": [1],
                "model": ["ensemble"],
                "value_amount": [1234.56785],
                "lo80": [lo80],
                "lo50": [1200.0],
                "hi50": [1300.0],
                "hi80": [1400.0],
                "currency_code": ["CNY"],
                "is_published": [True],
            }
        )
    }


def test_floats_are_rounded_once_to_the_contracts_scale(tmp_path: Path) -> None:
    project = project_at(tmp_path, {})
    land(ProjectionsSource(forecasts(lo80=1000.00004)), project)
    assert current(project, "raw_projections.revenue_forecasts", "value_amount, lo80, lo95") == [
        (Decimal("1234.5678"), Decimal("1000.0000"), None)
    ]


def test_intervals_that_cross_are_quarantined(tmp_path: Path) -> None:
    project = project_at(tmp_path, {})
    land(ProjectionsSource(forecasts(lo80=1250.0)), project)
    assert [row.rule for row in quarantine(project)] == ["intervals_widen"]


def test_every_run_is_kept(tmp_path: Path) -> None:
    project = project_at(tmp_path, {})
    land(ProjectionsSource(scores("r1", 0.8)), project)
    land(ProjectionsSource(scores("r2", None)), project)
    assert current(project, "raw_projections.forecast_scores", "run_id, score") == [
        ("r1", Decimal("0.8")),
        ("r2", None),
    ]
