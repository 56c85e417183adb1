"""What the UI shows of a load, also of one that found nothing new."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from ingestion.pipeline import land
from ingestion.project import load_project
from ingestion.registry import build_source
from orchestration.assets.landing import load_metadata


def test_a_load_without_a_new_file_is_shown_with_an_empty_table(tmp_path: Path) -> None:
    exports, mappings = tmp_path / "exports", tmp_path / "project" / "mappings"
    exports.mkdir()
    mappings.mkdir(parents=True)
    (exports / "currencies.csv").write_text("code,digits\nEUR,2\n", encoding="utf-8")
    (mappings / "currencies.yml").write_text(
        "table: currencies\nfile: currencies.csv\n"
        "columns: {currency_code: record.code, minor_unit_exponent: record.digits}\n",
        encoding="utf-8",
    )
    (tmp_path / "project" / "ledgerhouse.yml").write_text(
        "name: exported\npresentation_currency: EUR\nsources:\n"
        f'  files: {{folder: "{exports}", mappings: mappings}}\n',
        encoding="utf-8",
    )
    project = load_project(tmp_path / "project", home=tmp_path / "home")
    shown = [
        load_metadata(land(build_source("files", project), project))["per_table"] for _ in range(2)
    ]
    assert all(isinstance(table, dg.TableMetadataValue) for table in shown)
    assert [len(table.records) for table in shown] == [1, 0]
