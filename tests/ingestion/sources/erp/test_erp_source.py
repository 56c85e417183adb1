"""A Tryton database lands whole at first, by changes afterwards, and adds up either way."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from erp_files import run, write
from landed_projects import current, project_at, quarantine
from small_erp import line, small_erp

from ingestion.__main__ import EXIT_DATA_REFUSED, main
from ingestion.control_totals import ControlTotalMismatch
from ingestion.demo_company.erp_tables import tryton_schema
from ingestion.pipeline import LoadReport, TableLoad, land
from ingestion.project import Project
from ingestion.sources.erp import ErpSettingsWrong, ErpSource, ErpTableMissing
from ingestion.sources.erp.catalogue import erp_tables
from ingestion.sources.erp.erp_database import ErpDatabase, ErpUnreachable
from ingestion.sources.erp.postgresql_database import PostgresqlDatabase
from ingestion.sources.erp.sqlite_database import SqliteDatabase


@pytest.fixture
def erp(tmp_path: Path) -> Path:
    return small_erp(tmp_path / "erp.sqlite")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_at(tmp_path, {"erp": {"url": f"sqlite:///{tmp_path}/erp.sqlite"}})


def landed(project: Project, **settings: Any) -> LoadReport:
    return land(ErpSource(str(project.sources["erp"]["url"]), **settings), project)


def load_of(report: LoadReport, table: str) -> TableLoad:
    return next(load for load in report.tables if load.table == table)


def lines(project: Project) -> dict[int, Decimal]:
    return dict(current(project, "raw_erp.account_move_line", "id, debit - credit"))


def test_every_table_lands_exactly(erp: Path, project: Project) -> None:
    assert erp.exists()
    report = landed(project)
    assert report.quarantined_rows == 0
    assert lines(project) == {
        1: Decimal("1000.1100"),
        2: Decimal("-1000.1100"),
        3: Decimal("2000.1200"),
        4: Decimal("-2000.1200"),
        5: Decimal("3000.1300"),
        6: Decimal("-3000.1300"),
    }
    assert current(project, "raw_erp.party_party", "name, active") == [("联账科技", True)]
    assert current(project, "raw_erp.party_party_party_category", "party, category") == [(1, 1)]
    assert current(project, "raw_erp.account_account", '"left", code')[0] == (1, "1002")
    assert [str(row[0]) for row in current(project, "raw_erp.stock_move", "quantity")] == [
        "10.100000",
        "0.300000",
    ]


def test_the_erps_own_totals_land_beside_its_tables(erp: Path, project: Project) -> None:
    assert erp.exists()
    landed(project)
    assert current(project, "raw_erp.trial_balance", "account, period, debit, credit") == [
        (10, 1, Decimal("3000.2300"), Decimal(0)),
        (20, 1, Decimal(0), Decimal("3000.2300")),
    ]
    assert current(project, "raw_erp.stock_on_hand", "product, location, quantity") == [
        (5, 1, Decimal("9.800000"))
    ]


def test_later_runs_read_changes_and_see_deletions(erp: Path, project: Project) -> None:
    landed(project, whole_below=0)
    assert landed(project, whole_below=0).loaded_rows == 0
    line(erp, 1, written="2026-02-01 10:00:00", move=1, account=10, debit=b"1500", credit=b"0")
    line(erp, 7, move=3, account=10, debit="0.0001", credit=0, written="2026-02-01 11:00:00")
    run(erp, "delete from account_move_line where id = 6")
    load = load_of(landed(project, whole_below=0), "account_move_line")
    # The lag window hands over what was written within the hour before the cursor as well.
    assert (load.loaded_rows, load.deleted_rows) == (2, 1)
    found = lines(project)
    assert (found[1], found[7], 6 in found) == (Decimal(1500), Decimal("0.0001"), False)


def test_what_was_committed_late_is_seen_within_the_lag(erp: Path, project: Project) -> None:
    landed(project, whole_below=0)
    # Written before the cursor, but by a transaction that was committed after it was read.
    line(erp, 8, move=3, account=10, debit=b"5", credit=b"0", written="2026-01-10 08:30:00")
    landed(project, whole_below=0)
    assert lines(project)[8] == Decimal(5)


def test_an_edit_that_leaves_no_trace_is_caught_and_healed(erp: Path, project: Project) -> None:
    line(erp, 9, move=3, account=10, debit=b"1", credit=b"0", written="2026-06-01 00:00:00")
    landed(project, whole_below=0)
    run(erp, "update account_move_line set debit = x'39' where id = 1")
    with pytest.raises(ControlTotalMismatch, match="account_move_line, debit"):
        landed(project, whole_below=0)
    assert lines(project)[1] == Decimal("1000.1100")
    landed(project, whole_below=0)
    assert lines(project)[1] == Decimal(9)


def test_bad_rows_of_an_erp_are_quarantined(erp: Path, project: Project) -> None:
    line(erp, 11, move=3, account=10, debit=b"1.23456", credit=b"0")
    line(erp, 12, move=3, account=10, debit=b"abc", credit=b"0")
    line(erp, 13, move=3, account=None, debit=b"1", credit=b"0")
    line(erp, 14, move=3, account=10, debit=b"1", credit=b"1")
    write(erp, "account_period", id=2, fiscalyear=1, start_date="2026-02-30", end_date="2026-02-28")
    landed(project)
    assert [(row.table, row.key, row.rule) for row in quarantine(project)] == [
        ("account_move_line", "11", "type:debit"),
        ("account_move_line", "12", "type:debit"),
        ("account_move_line", "13", "required:account"),
        ("account_move_line", "14", "line_is_debit_or_credit"),
        ("account_period", "2", "type:start_date"),
    ]


def test_tables_of_unused_modules_may_be_absent_but_no_ledger(erp: Path, project: Project) -> None:
    for table in ("production", "stock_move"):
        run(erp, f"drop table {table}")
    report = landed(project)
    assert {"production", "stock_move", "stock_on_hand"}.isdisjoint(
        load.table for load in report.tables
    )
    run(erp, "drop table account_move_line")
    with pytest.raises(ErpTableMissing, match="account_move_line"):
        landed(project)


def test_a_column_without_which_rows_mean_nothing_is_missed(erp: Path, project: Project) -> None:
    run(erp, "alter table account_move_line drop column account")
    arguments = ["erp", "--project", str(project.folder), "--home", str(project.home.parent)]
    assert main(arguments) == EXIT_DATA_REFUSED


def test_what_cannot_be_read_is_named_with_its_remedy(tmp_path: Path, project: Project) -> None:
    with pytest.raises(ErpUnreachable, match=r"sources\.erp\.url"):
        landed(project)
    (tmp_path / "erp.sqlite").write_text("this is a text, not a database; " * 200)
    with pytest.raises(ErpUnreachable, match="SQLite"):
        landed(project)
    with pytest.raises(ErpSettingsWrong, match="not a SQLAlchemy URL"):
        ErpSource("::")
    with pytest.raises(ErpSettingsWrong, match=r"sources\.erp\.uri"):
        ErpSource.from_settings({"uri": "x"}, project)
    with pytest.raises(ErpSettingsWrong, match="missing"):
        ErpSource.from_settings({}, project)
    with pytest.raises(ErpUnreachable) as unreachable:
        PostgresqlDatabase(sa.make_url("postgresql://reader:geheim@127.0.0.1:1/tryton"))
    assert "geheim" not in str(unreachable.value)


def test_both_engines_answer_alike(erp: Path) -> None:
    # SQL of the server's reader, run on amounts kept as numbers, as a server keeps them.
    run(erp, "update account_move_line set debit = cast(cast(debit as text) as real)")
    run(erp, "update account_move_line set credit = cast(cast(credit as text) as real)")
    answers = [
        _answers(SqliteDatabase(erp)),
        _answers(PostgresqlDatabase(sa.make_url(f"sqlite:///{erp}"))),
    ]
    assert answers[0] == answers[1]


def _answers(database: ErpDatabase) -> dict[str, Any]:
    try:
        table = next(table for table in erp_tables() if table.name == "account_move_line")
        totals = database.totals("account_move_line", ["debit", "credit"])
        read = [column for column in table.columns if column.name in {"id", "move", "state"}]
        rows = database.rows("account_move_line", read, "2026-01-01 00:00:00").read_all()
        return {
            "rows": totals.rows,
            "sums": {name: round(total, 4) for name, total in totals.sums.items()},
            "changed_at": totals.changed_at,
            "lines": sorted(tuple(row.values()) for row in rows.to_pylist()),
            "ids": sorted(map(str, database.ids("account_move_line").column("id").to_pylist())),
            "balance": sorted(
                (row["account"], row["period"], round(Decimal(row["debit"]), 4))
                for row in database.trial_balance().to_pylist()
            ),
            "moves": database.columns()["account_move"] >= {"id", "state", "period"},
        }
    finally:
        database.close()


def test_the_demo_companys_erp_has_every_column_of_the_catalogue() -> None:
    demo = tryton_schema()
    kinds = {
        "INTEGER": "integer",
        "VARCHAR": "text",
        "TEXT": "text",
        "INTERVAL": "text",
        "TIMESTAMP": "timestamp",
        "BOOLEAN": "boolean",
        "DATE": "date",
    }
    wrong = [
        f"{table.erp_name}.{column.name}"
        for table in erp_tables()
        for column in table.columns
        if (declared := demo.get(table.erp_name, {}).get(column.name, "absent").split("(")[0])
        == "absent"
        or kinds.get(declared, column.type) != column.type
        or (declared == "FLOAT") != column.is_float
    ]
    assert wrong == []
