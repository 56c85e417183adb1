"""The SQL dbt makes of models, run by hand where a test builds the same models many times.

Belongs here: compiling once, in the order models depend on each other.
Keep out: assertions; what a run does (it starts dbt).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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


def compiled_models(*selected: str, warehouse: Path, target: Path) -> list[Model]:
    """The models selected, each after those it reads; `warehouse` is one nobody else reads now.

    dbt opens the file to write even where it only compiles.
    """
    return models_of(dbt("compile", "--select", *selected, warehouse=warehouse, target=target))


def models_of(result: RunExecutionResult) -> list[Model]:
    """The models a dbt command handled, each after those it reads."""
    models = [one for one in result.results if one.node.resource_type == "model"]
    models.sort(key=lambda one: one.timing[-1].completed_at)
    return [Model(one.node.name, _statement(one.node)) for one in models]


@contextmanager
def copied(warehouse: Path, folder: Path) -> Iterator[Path]:
    """A copy to compile on, to change or to spoil; gone afterwards, for it is large."""
    copy = folder / warehouse.name
    shutil.copyfile(warehouse, copy)
    yield copy
    copy.unlink()


def _statement(node: ModelNode) -> str:
    kind = "view" if node.config.materialized == "view" else "table"
    return f'create or replace {kind} "{node.schema}"."{node.name}" as {node.compiled_code}'
