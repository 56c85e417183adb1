"""`python -m ingestion` lands one source and says how it went by its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from landed_projects import current, project_at

from ingestion.__main__ import EXIT_FAILED, EXIT_LANDED, EXIT_USAGE, main


def call(folder: Path, source: str) -> int:
    return main([source, "--project", str(folder), "--home", str(folder / "home")])


def test_a_source_lands_and_its_figures_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = project_at(tmp_path, {"fx_rates": {"since": "2026-10-29", "currencies": ["CNY"]}})
    assert call(tmp_path, "fx_rates") == EXIT_LANDED
    assert "rates" in capsys.readouterr().out
    assert len(current(project, "raw_fx_rates.rates")) == 2


def test_mistakes_of_use_and_failures_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project_at(tmp_path, {"erp": {"url": f"sqlite:///{tmp_path}/none.sqlite"}})
    assert call(tmp_path, "erp") == EXIT_FAILED
    assert "none.sqlite does not exist" in capsys.readouterr().err
    assert call(tmp_path, "fx_rates") == EXIT_USAGE
    assert call(tmp_path / "nowhere", "fx_rates") == EXIT_USAGE
    with pytest.raises(SystemExit) as usage:
        call(tmp_path, "sap")
    assert usage.value.code == EXIT_USAGE
