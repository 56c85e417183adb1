"""Great Expectations looks at what landed: a second opinion on the contracts."""

from __future__ import annotations

from pathlib import Path

from landed_projects import project_at

from ingestion.expectations import check_landed
from ingestion.pipeline import land
from ingestion.sources.fx_rates import FxRatesSource
from ingestion.warehouse import open_warehouse


def test_good_rows_meet_every_expectation_and_bad_ones_are_told(tmp_path: Path) -> None:
    project = project_at(tmp_path, {"fx_rates": {"since": "2026-10-26"}})
    land(FxRatesSource.from_settings(project.sources["fx_rates"], project), project)
    good = check_landed(FxRatesSource, project.warehouse)
    assert len(good) > 3
    assert [result for result in good if not result.success] == []
    # Something that got past the landing, by another hand than ours.
    with open_warehouse(project.warehouse) as connection:
        connection.execute("update raw_fx_rates.rates set rate = null where to_currency = 'CNY'")
    failed = [
        result for result in check_landed(FxRatesSource, project.warehouse) if not result.success
    ]
    assert [(result.table, result.column, result.expectation) for result in failed] == [
        ("rates", "rate", "expect_column_values_to_not_be_null")
    ]
    assert failed[0].observed.endswith("rows")
