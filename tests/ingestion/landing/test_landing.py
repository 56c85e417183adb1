"""What lands, what is quarantined, what is deleted, and that it all adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from landed_projects import current, project_at, quarantine
from ledger_source import ENTRIES, LedgerSource, entry, handed_over

from ingestion.control_totals import ControlTotalMismatch
from ingestion.landed_source import Column, Extract, ExtractContext
from ingestion.pipeline import LoadReport, land
from ingestion.project import Project
from ingestion.validation import ContractViolation
from ingestion.versions import SuspiciousEmptyExtract
from ingestion.warehouse import open_warehouse

TABLE = "raw_ledger.entries"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_at(tmp_path, {"fx_rates": {}})


def landed(project: Project, *extracts: Extract) -> LoadReport:
    return land(LedgerSource(*extracts), project)


def amounts(project: Project) -> dict[int, Decimal]:
    return dict(current(project, TABLE, "id, amount"))


def rows(project: Project, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(project.warehouse, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_rows_land_with_their_system_columns(project: Project) -> None:
    report = landed(
        project,
        handed_over(entry(1, "12.50", booked="2026-03-31", left="7", _file="a.csv", _line=2)),
    )
    found = rows(
        project,
        f'select id, amount, booked, "left", _source_key, _is_deleted, _file, _line, _load_id, '
        f"_recorded_at is not null, length(_row_hash) from {TABLE}",
    )
    (row,) = found
    assert row[:2] == (1, Decimal("12.5000"))
    assert str(row[2]) == "2026-03-31"
    assert row[3:] == (7, "1", False, "a.csv", 2, report.load_id, True, 32)


def test_nothing_new_loads_nothing(project: Project) -> None:
    extract = handed_over(entry(1), entry(2), source_rows=2, source_sum="2.00")
    assert landed(project, extract).loaded_rows == 2
    assert landed(project, extract).loaded_rows == 0
    assert rows(project, f"select count(*) from {TABLE}") == [(2,)]


def test_a_change_is_a_version_and_a_vanished_key_a_tombstone(project: Project) -> None:
    landed(project, handed_over(entry(1, "1.00"), entry(2, "2.00")))
    report = landed(project, handed_over(entry(1, "1.10")))
    assert (report.tables[0].loaded_rows, report.tables[0].deleted_rows) == (1, 1)
    assert amounts(project) == {1: Decimal("1.1000")}
    # Undeleted: the same content comes back as a version of its own.
    landed(project, handed_over(entry(1, "1.10"), entry(2, "2.00")))
    assert amounts(project) == {1: Decimal("1.1000"), 2: Decimal("2.0000")}


def test_landing_by_changes_ends_where_landing_the_whole_does(tmp_path: Path) -> None:
    by_changes = project_at(tmp_path / "changes", {})
    landed(by_changes, handed_over(entry(1), entry(2), entry(3)))
    landed(
        by_changes,
        handed_over(
            entry(2, "2.22"),
            entry(4, "oops"),
            scope="changes",
            present=[1, 2, 4],
            source_rows=3,
            source_sum="3.22",
        ),
    )
    # The next run meets row 1 in bad shape: its old amount must not stay as if it were true.
    landed(
        by_changes, handed_over(entry(1, "1,00"), scope="changes", present=[1, 2, 4], source_rows=3)
    )
    whole = project_at(tmp_path / "whole", {})
    landed(whole, handed_over(entry(1, "1,00"), entry(2, "2.22"), entry(4, "oops")))
    assert amounts(by_changes) == amounts(whole) == {2: Decimal("2.2200")}
    assert {row.key for row in quarantine(by_changes)} == {row.key for row in quarantine(whole)}


def test_bad_rows_are_kept_with_rule_file_and_line(project: Project) -> None:
    report = landed(
        project,
        handed_over(
            entry(1),
            entry(2, "1.23456", _file="a.csv", _line=3),
            entry(3, "1,5", _file="a.csv", _line=4),
            entry(4, booked="2026-02-30", _file="a.csv", _line=5),
            {"id": None, "amount": "1.00", "_file": "a.csv", "_line": 6},
            entry(6, "", _file="a.csv", _line=7),
            entry(7, "1e12", _file="a.csv", _line=8),
        ),
    )
    assert report.quarantined_rows == 6
    assert [(row.key, row.rule, row.line) for row in quarantine(project)] == [
        ("2", "type:amount", 3),
        ("3", "type:amount", 4),
        ("4", "type:booked", 5),
        ("6", "required:amount", 7),
        ("7", "amount_is_below_a_billion", 8),
        (None, "required:id", 6),
    ]
    ((message, row_json),) = rows(
        project,
        "select message, row_json from raw_landing.quarantined_rows where source_key = '2'",
    )
    assert "entries, key 2 in a.csv line 3" in message
    assert "correct it in the source" in message
    assert '"1.23456"' in row_json


def test_floats_and_decimals_are_judged_by_what_they_say(project: Project) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, 3], pa.int64()),
            "amount": pa.array([0.1, 1.23456, float("nan")], pa.float64()),
        }
    )
    landed(project, Extract("entries", table, "full"))
    assert amounts(project) == {1: Decimal("0.1000")}
    assert [(row.key, row.rule) for row in quarantine(project)] == [
        ("2", "type:amount"),
        ("3", "type:amount"),
    ]


def test_a_bad_row_is_quarantined_once_and_resolved_when_corrected(project: Project) -> None:
    for _ in range(2):
        landed(project, handed_over(entry(1, "x")))
    assert rows(project, "select count(*) from raw_landing.quarantined_rows") == [(1,)]
    landed(project, handed_over(entry(1, "5.00")))
    assert quarantine(project) == []
    assert amounts(project) == {1: Decimal("5.0000")}


def test_exact_copies_collapse_and_contradictions_are_all_refused(project: Project) -> None:
    landed(
        project,
        handed_over(
            entry(1, "1.00"),
            entry(1, "1.0"),
            entry(2, "2.00"),
            entry(2, "2.50"),
            source_rows=4,
            source_sum="6.50",
        ),
    )
    assert amounts(project) == {1: Decimal("1.0000")}
    assert [(row.key, row.rule) for row in quarantine(project)] == [
        ("1", "duplicate_row"),
        ("2", "duplicate_key"),
        ("2", "duplicate_key"),
    ]


def test_control_totals_are_recorded_for_rows_and_sums(project: Project) -> None:
    landed(project, handed_over(entry(1, "1.50"), entry(2, "2.25"), entry(3, "0.12345")))
    assert rows(
        project,
        "select measure, source_amount, accepted_amount, quarantined_amount, landed_amount "
        "from raw_landing.control_totals order by measure desc",
    ) == [
        ("rows", Decimal(3), Decimal(2), Decimal(1), Decimal(2)),
        (
            "amount",
            Decimal("3.87345"),
            Decimal("3.75"),
            Decimal("0.12345"),
            Decimal("3.75"),
        ),
    ]


@pytest.mark.parametrize("stated", [{"source_rows": 3}, {"source_rows": 2, "source_sum": "2.01"}])
def test_a_total_that_differs_takes_the_load_back(project: Project, stated: dict[str, Any]) -> None:
    land(LedgerSource(handed_over(entry(9)), cursors={"entries": "x"}), project)
    with pytest.raises(ControlTotalMismatch, match=r"ledger.entries"):
        landed(project, handed_over(entry(1), entry(2), **stated))
    assert amounts(project) == {9: Decimal("1.0000")}
    assert rows(project, f"select count(*) from {TABLE}") == [(1,)]
    # The next run reads everything: its cursors are gone.
    source = LedgerSource(handed_over(entry(9)))
    land(source, project)
    assert source.seen_cursors == {}


def test_cursors_are_stored_only_with_a_complete_load(project: Project) -> None:
    land(LedgerSource(handed_over(entry(1)), cursors={"entries": "2026-01-01"}), project)
    source = LedgerSource(handed_over(entry(1)), cursors={"entries": "2026-02-01"})
    land(source, project)
    assert source.seen_cursors == {"entries": "2026-01-01"}
    afresh = LedgerSource(handed_over(entry(1)))
    land(afresh, project, afresh=True)
    assert afresh.seen_cursors == {}


def test_an_unknown_or_missing_column_is_refused_by_name(project: Project) -> None:
    with pytest.raises(ContractViolation, match=r"entries.*surprise"):
        landed(project, handed_over(entry(1, surprise="x")))
    with pytest.raises(ContractViolation, match=r"entries.*amount"):
        landed(project, Extract("entries", pa.table({"id": ["1"]}), "full"))


def test_an_extract_that_is_suddenly_empty_is_refused_unless_allowed(tmp_path: Path) -> None:
    project = project_at(tmp_path, {})
    landed(project, handed_over(*(entry(number) for number in range(100))))
    with pytest.raises(SuspiciousEmptyExtract, match="100"):
        landed(project, handed_over())
    assert len(amounts(project)) == 100


def test_a_source_that_fails_halfway_leaves_the_warehouse_as_it_was(project: Project) -> None:
    class Halfway(LedgerSource):
        def extract(self, context: ExtractContext) -> Iterator[Extract]:  # noqa: ARG002 (fails first)
            yield handed_over(entry(1, "7.00"), scope="changes")
            raise ConnectionError("gone")

    landed(project, handed_over(entry(1, "1.00")))
    with pytest.raises(ConnectionError):
        land(Halfway(), project)
    assert amounts(project) == {1: Decimal("1.0000")}


def test_a_clock_set_back_does_not_revive_old_versions(project: Project) -> None:
    landed(project, handed_over(entry(1, "1.00")))
    with open_warehouse(project.warehouse) as connection:
        connection.execute("update raw_landing.loads set started_at = '2999-01-01'")
        connection.execute(f"update {TABLE} set _recorded_at = '2999-01-01'")
    landed(project, handed_over(entry(1, "2.00")))
    assert amounts(project) == {1: Decimal("2.0000")}


def test_loads_are_recorded(project: Project) -> None:
    report = land(LedgerSource(handed_over(entry(1), entry(2, "x"))), project, run_id="run 7")
    assert rows(
        project,
        "select load_id, run_id, source_name, table_name, scope, source_rows, accepted_rows, "
        "quarantined_rows, loaded_rows, deleted_rows, finished_at >= started_at "
        "from raw_landing.loads",
    ) == [(report.load_id, "run 7", "ledger", "entries", "full", 2, 1, 1, 1, 0, True)]


def test_a_contract_that_gains_a_column_is_read_from_the_beginning(project: Project) -> None:
    class Widened(LedgerSource):
        tables = (ENTRIES._replace(columns=(*ENTRIES.columns, Column("reference", "text"))),)

    land(LedgerSource(handed_over(entry(1), entry(2)), cursors={"entries": "2026-01-01"}), project)
    widened = Widened(handed_over(entry(1, reference="R1"), entry(2), scope="changes"))
    assert land(widened, project).loaded_rows == 2
    assert widened.seen_cursors == {}
    assert current(project, TABLE, "id, amount, reference") == [
        (1, Decimal("1.0000"), "R1"),
        (2, Decimal("1.0000"), None),
    ]
    assert land(widened, project).loaded_rows == 0
