"""The SQL dbt makes of models, run by hand where a test builds the same models many times.

Belongs here: compiling once, in the order models depend on each other.
Keep out: assertions; what a run does (it starts dbt).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.nodes import ModelNode

DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


class Model(NamedTuple):
    """A model's name and the statement that builds it anew."""

    name: str
    statement: str


def dbt(*arguments: str, warehouse: Path, target: Path) -> RunExecutionResult:
    """Run dbt in this process on a warehouse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDGERHOUSE_WAREHOUSE", str(warehouse))
        finished = dbtRunner().invoke(
            [
                *(*arguments, "--quiet"),
                *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
                *("--target-path", str(target), "--log-path", str(target)),
            ]
        )
    # dbt keeps the file open for its next command; the test wants to look inside.
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]  # as shipped
    assert finished.success, finished.exception or finished.result
    assert isinstance(finished.result, RunExecutionResult)
    return finished.result


def compiled_models(result: RunExecutionResult) -> list[Model]:
    """The models a dbt command compiled, each after those it reads."""
    models = [one for one in result.results if one.node.resource_type == "model"]
    models.sort(key=lambda one: one.timing[-1].completed_at)
    return [Model(one.node.name, _statement(one.node)) for one in models]


def _statement(node: ModelNode) -> str:
    kind = node.config.materialized
    return f'create or replace {kind} "{node.schema}"."{node.name}" as {node.compiled_code}'
