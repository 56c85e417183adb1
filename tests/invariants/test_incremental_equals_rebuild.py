"""Whatever comes late, changes or goes, books landed by changes equal books landed from nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from compiled_models import Model, dbt, models_of
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from landed_projects import current_tables, project_at
from small_books import (
    COMPANIES,
    KINDS,
    MONTHS,
    YEAR,
    Moment,
    book,
    change_amount,
    change_date,
    delete,
    moves,
    small_books,
    unpost,
)

from ingestion.pipeline import land
from ingestion.project import Project
from ingestion.raw_tables import ensure_raw_tables
from ingestion.sources.erp import ErpSource
from ingestion.warehouse import open_warehouse
from orchestration.publication.content_hash import TECHNICAL_TABLES, table_digests

FIRST = dt.date(YEAR, 1, 1)
LAST = dt.date(YEAR, MONTHS, 30)
COLUMNS = {
    f"raw_erp.{contract.name}": ", ".join(f'"{column.name}"' for column in contract.columns)
    for contract in ErpSource.tables
}


class Books(NamedTuple):
    """A landed and built company to start from, and the SQL that builds it.

    folder: Holds `erp.sqlite` and `home/`.
    building: Every model, in dbt's order.
    """

    folder: Path
    building: list[Model]


class Change(NamedTuple):
    """One change: what is done, to which of the moves there are, and with what."""

    what: str
    place: int
    day: int
    cents: int
    kind: int
    company: int


CHANGES = st.builds(
    Change,
    what=st.sampled_from(("book", "book", "book late", "amount", "date", "unpost", "delete")),
    place=st.integers(0, 30),
    day=st.integers(0, (LAST - FIRST).days),
    cents=st.integers(1, 999_999),
    kind=st.integers(0, len(KINDS) - 1),
    company=st.sampled_from(COMPANIES),
)
# Each list is landed by a run of its own; a run may be a backfill, which reads everything again.
RUNS = st.lists(
    st.tuples(st.lists(CHANGES, min_size=1, max_size=6), st.booleans()), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("small_books")
    small_books(folder / "erp.sqlite")
    project = books_at(folder)
    landed(project)
    with open_warehouse(project.warehouse) as connection:
        ensure_raw_tables(connection)
    result = dbt(
        *("build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"),
        *("--vars", json.dumps({"as_of_date": LAST.isoformat()})),
        warehouse=project.warehouse,
        target=folder / "target",
    )
    return Books(folder, models_of(result))


def books_at(folder: Path) -> Project:
    return project_at(folder, {"erp": {"url": f"sqlite:///{folder}/erp.sqlite"}})


def landed(project: Project, *, afresh: bool = False) -> int:
    source = ErpSource(str(project.sources["erp"]["url"]), whole_below=0)
    return land(source, project, afresh=afresh).loaded_rows


def apply(erp: Path, change: Change, number: int) -> None:
    """Make one change; those of a move that is not there book one instead."""
    at, there = Moment(number), moves(erp)
    move = there[change.place % len(there)] if there else None
    if move is None or change.what.startswith("book"):
        # Written by a transaction that was open while later ones were read.
        at = Moment(number - 2) if change.what == "book late" else at
        new = 100 + number
        book(erp, at, new, change.company, change.day, FIRST, change.cents, kind=change.kind)
    elif change.what == "amount":
        change_amount(erp, at, move, change.cents)
    elif change.what == "date":
        change_date(erp, at, move, FIRST + dt.timedelta(days=change.day))
    elif change.what == "unpost":
        unpost(erp, at, move)
    else:
        delete(erp, move)


def built(project: Project, building: list[Model]) -> dict[str, tuple[int, str]]:
    """Build every model; give rows and digest of every mart."""
    with duckdb.connect(str(project.warehouse)) as connection:
        # Hundreds of small statements: threads and commits cost more than they bring.
        connection.execute("set threads = 1")
        connection.execute("begin")
        for model in building:
            connection.execute(model.statement)
        connection.execute("commit")
        failed = connection.execute(
            "select invariant_id, scope, detail from audit.audit_invariant_results "
            "where status = 'failed'"
        ).fetchall()
        assert failed == []
        digests = table_digests(connection, project.warehouse.stem)
    return {name: tuple(digest) for name, digest in digests.items() if name not in TECHNICAL_TABLES}


def check(start: Books, runs: list[tuple[list[Change], bool]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        by_changes = Path(scratch, "by_changes")
        shutil.copytree(start.folder, by_changes, ignore=shutil.ignore_patterns("target"))
        project, number = books_at(by_changes), 2
        for changes, is_backfill in runs:
            for change in changes:
                number += 1
                apply(by_changes / "erp.sqlite", change, number)
            landed(project, afresh=is_backfill)
        assert landed(project) == 0

        from_nothing = Path(scratch, "from_nothing")
        clean = books_at(from_nothing)
        clean.warehouse.parent.mkdir(parents=True)
        shutil.copyfile(by_changes / "erp.sqlite", from_nothing / "erp.sqlite")
        # The seeds are all that is taken over.
        shutil.copyfile(project.warehouse, clean.warehouse)
        with open_warehouse(clean.warehouse) as connection:
            for schema in ("raw_erp", "raw_landing"):
                connection.execute(f"drop schema {schema} cascade")
        landed(clean)

        assert current_tables(project, COLUMNS) == current_tables(clean, COLUMNS)
        assert built(project, start.building) == built(clean, start.building)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(runs=RUNS)
def test_books_landed_by_changes_equal_books_landed_from_nothing(
    start: Books, runs: list[tuple[list[Change], bool]]
) -> None:
    check(start, runs)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(4))
@pytest.mark.timeout(7200)
def test_two_hundred_histories_of_changes(start: Books, part: int) -> None:
    @seed(part)
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(runs=RUNS)
    def fifty_histories(runs: list[tuple[list[Change], bool]]) -> None:
        check(start, runs)

    fifty_histories()
