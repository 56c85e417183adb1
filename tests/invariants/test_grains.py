"""A model whose keys do not identify its rows fails its build by name; the table before stays."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from compiled_models import DBT_PROJECT, copied

from orchestration.assets.warehouse import failed_tests
from orchestration.dbt_manifest import dbt_executable

MODEL = "int_products_conformed"
TABLE = f"intermediate.{MODEL}"
ITEMS = "intermediate.int_items_unioned"
REPEATED = f"insert into {ITEMS} by name select * from {ITEMS} limit 1"
NAMELESS = (
    f"update {ITEMS} set product_key = null "
    f"where product_key = (select min(product_key) from {ITEMS})"
)


def rebuild(warehouse: Path, target: Path, *options: str) -> dict[str, Any]:
    """Build the model with the command a run starts; what dbt recorded of it."""
    subprocess.run(
        [
            *(dbt_executable(), "run", "--select", MODEL, *options),
            *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        env={**os.environ, "LEDGERHOUSE_WAREHOUSE": str(warehouse)},
        capture_output=True,
        check=False,
    )
    recorded: dict[str, Any] = json.loads((target / "run_results.json").read_text())
    return recorded


@pytest.mark.parametrize("fault", [REPEATED, NAMELESS], ids=["repeated", "nameless"])
def test_a_broken_grain_stops_the_build_by_name(
    built_warehouse: Path, tmp_path: Path, fault: str
) -> None:
    with copied(built_warehouse, tmp_path) as warehouse:
        with duckdb.connect(str(warehouse)) as connection:
            before = connection.execute(f"select * from {TABLE} order by all")
            published = before.fetchall()
            connection.execute(fault)

        (sentence,) = failed_tests(rebuild(warehouse, tmp_path / "target"))

        assert sentence.startswith(f"Grain broken: 1 keys of {MODEL} (product_key) ")
        with duckdb.connect(str(warehouse)) as connection:
            after = connection.execute(f"select * from {TABLE} order by all")
            assert after.fetchall() == published

        # A stopped run computes its proofs all the same.
        waived = rebuild(warehouse, tmp_path / "target", "--vars", "{require_grain: false}")
        outcomes = {one["unique_id"]: one["status"] for one in waived["results"]}
        assert outcomes[f"model.ledgerhouse.{MODEL}"] == "success"
