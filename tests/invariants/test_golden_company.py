"""The golden company's statements are those worked out by hand in docs/accounting-decisions.md."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from demo_runs import REPOSITORY, ledgerhouse
from golden_company import DOCUMENTS, LATE, post, write_golden_company

from orchestration.publication.releases import current_release, database_of

# One worker makes the company's releases for all tests of this file.
pytestmark = pytest.mark.xdist_group("golden_company")

DECISIONS = REPOSITORY / "docs" / "accounting-decisions.md"
STATEMENTS = {
    "income statement": "profit_and_loss",
    "balance sheet": "balance_sheet",
    "cash flow": "cash_flow",
}
# Heading of a column → entity and currency; year → the period its figures run to.
SCOPES = {
    "GP": ("GP", "functional"),
    "GS USD": ("GS", "functional"),
    "GS CNY": ("GS", "group"),
    "group": ("GROUP", "group"),
}
YEARS = {"2025": "2025-12", "2026": "2026-02"}


class Published(NamedTuple):
    """A project, the root of its home, and the release file it published."""

    project: Path
    home_root: Path
    release: Path


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The company before anything came late."""
    folder = tmp_path_factory.mktemp("golden")
    return published(write_golden_company(folder / "project"), folder / "home")


@pytest.fixture(scope="module")
def restated(golden: Published, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The company after December was closed and a bill of December came."""
    home_root = tmp_path_factory.mktemp("restated") / "home"
    shutil.copytree(golden.home_root, home_root)
    arguments = ("--project", golden.project, "--home", home_root)
    closed = ledgerhouse("close", "--through", "2025-12", "--by", "Li Na", *arguments)
    assert closed.returncode == 0, closed.stderr
    post(golden.project / "erp.sqlite", LATE)
    return published(golden.project, home_root)


def published(project: Path, home_root: Path) -> Published:
    finished = ledgerhouse("run", "--project", project, "--home", home_root, "--json")
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["invariants_failed"] == 0
    releases = home_root / "golden_company" / "published"
    name = current_release(releases)
    assert name is not None
    return Published(project, home_root, database_of(releases, name))


def worked_out(table: str) -> list[dict[str, str]]:
    """The rows of a table of the document, by heading; `table` is its first heading."""
    section = DECISIONS.read_text(encoding="utf-8").split("## A golden company")[1]
    lines = section[section.index(f"| {table} |") :].splitlines()
    heading = [cell.strip() for cell in lines[0].strip("|").split("|")]
    rows = []
    for line in lines[2:]:
        if not line.startswith("|"):
            break
        rows.append(
            dict(zip(heading, (cell.strip() for cell in line[1:-1].split("|")), strict=True))
        )
    return rows


def amount_of(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "").replace("−", "-") or 0)


def printed(release: Path, statement: str, scope: tuple[str, str], period: str) -> dict[str, str]:
    """What a release prints, year to date: name of the line → amount, where it is not zero."""
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            """
            select line_name, amount from statements.rpt_statements
            where layout = 'ifrs' and period_type = 'ytd' and statement = ? and amount <> 0
                and (entity_code, currency_view) = (?, ?) and fiscal_period = ?
            order by line_order
            """,
            [statement, *scope, period],
        ).fetchall()
    return dict(rows)


def test_it_has_at_most_forty_documents() -> None:
    assert len([*DOCUMENTS, LATE]) == 34


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_the_one_worked_out(
    golden: Published, statement: str, scope: str, year: str
) -> None:
    rows = worked_out(statement)
    expected = {row[statement]: amount_of(row[f"{scope} {year}"]) for row in rows}
    found = printed(golden.release, STATEMENTS[statement], SCOPES[scope], YEARS[year])
    assert found == {line: amount for line, amount in expected.items() if amount}
    assert found


def test_what_came_late_restates_december(restated: Published) -> None:
    with duckdb.connect(str(restated.release), read_only=True) as connection:
        bridge = connection.execute(
            """
            select
                bridge.entity_code
                || case bridge.statement
                    when 'profit_and_loss' then ' income statement'
                    else ' balance sheet'
                end
                || ' of December: ' || lines.line_name,
                bridge.reported_amount, bridge.delta_amount, bridge.restated_amount
            from statements.rpt_restatement_bridge as bridge
            inner join statements.dim_statement_lines as lines
                using (layout, statement, line_code)
            where bridge.layout = 'ifrs' and bridge.fiscal_period = '2025-12'
                and bridge.journal_number = 'G34'
            order by bridge.statement desc, lines.line_order
            """
        ).fetchall()
    assert bridge == [
        (row["restated"], *(amount_of(cell) for cell in list(row.values())[1:]))
        for row in worked_out("restated")
    ]


def test_what_came_late_reaches_the_group(restated: Published) -> None:
    income = printed(restated.release, "profit_and_loss", ("GROUP", "group"), "2025-12")
    assert income["Net profit"] == Decimal(14654)
    sheet = printed(restated.release, "balance_sheet", ("GROUP", "group"), "2026-02")
    assert sheet["Other payables"] == Decimal(500)
    assert sheet["Retained earnings"] == Decimal(14204)
    assert sheet["Earnings of the current year"] == Decimal(12)
