"""Every invariant names the fault planted for it, alone, and is silent on clean books."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from compiled_models import DBT_PROJECT, Model, compiled_models, copied
from demo_runs import PublishedHome
from faults import FAULTS, Fault

# What is computed anew after planting: the invariants and what they read straight from the sources.
AUDIT = ("path:models/audit", "path:models/intermediate/audit", "int_trial_balance_unioned")


@pytest.fixture(scope="module")
def built_warehouse(closed_home: PublishedHome) -> Path:
    """Books with closed periods, so that every invariant has something to judge."""
    return closed_home.home / "warehouse.duckdb"


@pytest.fixture(scope="module")
def audit(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Model]:
    target = tmp_path_factory.mktemp("dbt_target")
    with copied(built_warehouse, target) as copy:
        return compiled_models(*AUDIT, warehouse=copy, target=target)


@pytest.fixture(scope="module")
def opened(
    built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    with (
        copied(built_warehouse, tmp_path_factory.mktemp("spoiled")) as copy,
        duckdb.connect(str(copy)) as connection,
    ):
        yield connection


@pytest.fixture
def warehouse(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Books to spoil; whatever a test does to them is taken back."""
    opened.execute("begin")
    yield opened
    opened.execute("rollback")


def audited(warehouse: duckdb.DuckDBPyConnection, audit: list[Model]) -> dict[str, list[str]]:
    """Compute the invariants anew; give the details of those that failed."""
    for model in audit:
        warehouse.execute(model.statement)
    rows = warehouse.execute(
        """
        select invariant_id, detail from audit.audit_invariant_results
        where status = 'failed' order by all
        """
    ).fetchall()
    failed: dict[str, list[str]] = {}
    for invariant_id, detail in rows:
        failed.setdefault(invariant_id, []).append(detail)
    return failed


def test_clean_books_raise_no_alarm(
    warehouse: duckdb.DuckDBPyConnection, audit: list[Model]
) -> None:
    assert audited(warehouse, audit) == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.invariant_id)
def test_a_planted_fault_is_named_by_its_invariant_alone(
    fault: Fault, warehouse: duckdb.DuckDBPyConnection, audit: list[Model]
) -> None:
    ((record,),) = warehouse.execute(fault.record).fetchall()
    for statement in fault.plant:
        ((changed,),) = warehouse.execute(statement).fetchall()
        assert changed > 0
    failed = audited(warehouse, audit)
    assert set(failed) == {fault.invariant_id}
    assert any(record in detail for detail in failed[fault.invariant_id]), failed


def test_every_invariant_has_its_fault() -> None:
    with (DBT_PROJECT / "seeds" / "invariants.csv").open(encoding="utf-8") as seed:
        invariants = [row["invariant_id"] for row in csv.DictReader(seed)]
    assert sorted({fault.invariant_id for fault in FAULTS}) == sorted(invariants)


def test_every_invariant_is_judged(built_warehouse: Path) -> None:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        (counts,) = connection.execute(
            """
            select
                count(distinct invariant_id), count(*) filter (where scope = 'no data'),
                count(*) filter (where detail is not null)
            from audit.audit_invariant_results
            """
        ).fetchall()
    assert counts == (len({fault.invariant_id for fault in FAULTS}), 0, 0)
