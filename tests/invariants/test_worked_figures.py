"""The textbook cases: dbt's unit tests, figures worked by hand beside the models they prove."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from compiled_models import DBT_PROJECT, copied, dbt


def written_cases() -> set[str]:
    return {
        case["name"]
        for file in (DBT_PROJECT / "models").rglob("_unit_tests.yml")
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))["unit_tests"]
    }


@pytest.fixture(scope="module")
def outcomes(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of every case, by its name; dbt takes types of columns from a built warehouse."""
    folder = tmp_path_factory.mktemp("worked_figures")
    with copied(built_warehouse, folder) as warehouse:
        result = dbt("test", "--select", "test_type:unit", warehouse=warehouse, target=folder / "t")
    return {
        one.node.name: str(one.status)
        for one in result.results
        if one.node.resource_type == "unit_test"
    }


def test_every_worked_figure_comes_out(outcomes: dict[str, str]) -> None:
    assert outcomes == dict.fromkeys(written_cases(), "pass")
