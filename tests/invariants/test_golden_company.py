"""The golden company's statements are those worked out by hand in docs/accounting-decisions.md."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from pathlib import Path

import duckdb
from demo_runs import REPOSITORY, ledgerhouse
from golden_company import DOCUMENTS, LATE, post, write_golden_company
from golden_company_files import LONE, golden_tables, write_golden_files

from orchestration.publication.releases import current_release, database_of

DECISIONS = REPOSITORY / "docs" / "accounting-decisions.md"
STATEMENTS = {
    "income statement": "profit_and_loss",
    "balance sheet": "balance_sheet",
    "cash flow": "cash_flow",
    "operating cash from profit": "cash_flow_indirect",
    "changes in equity": "changes_in_equity",
}
# Heading of a column → entity and currency; year → the period its figures run to.
SCOPES = {
    "GP": ("GP", "functional"),
    "GS USD": ("GS", "functional"),
    "GS CNY": ("GS", "group"),
    "group": ("GROUP", "group"),
}
YEARS = {"2025": "2025-12", "2026": "2026-02"}


def published(project: Path, home_root: Path) -> Path:
    """Run the real command; give the release file it published."""
    finished = ledgerhouse("run", "--project", project, "--home", home_root, "--json")
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["invariants_failed"] == 0
    releases = home_root / "golden_company" / "published"
    name = current_release(releases)
    assert name is not None
    return database_of(releases, name)


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


def printed(
    release: Path, statement: str, scope: tuple[str, str], period: str
) -> dict[str, Decimal]:
    """What a release prints, year to date: name of the line → amount, where it is not zero."""
    if statement == "changes_in_equity":
        return printed_equity(release, scope, period)
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


def printed_equity(release: Path, scope: tuple[str, str], period: str) -> dict[str, Decimal]:
    """The changes in equity, year to date: `component: movement` → amount, where it is not zero."""
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            """
            select component_name || ': ' || movement_name, amount_ytd
            from statements.rpt_changes_in_equity
            where amount_ytd <> 0 and (entity_code, currency_view) = (?, ?) and fiscal_period = ?
            order by component_order, movement_order
            """,
            [*scope, period],
        ).fetchall()
    return dict(rows)


def bridge_of(release: Path) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """December's way from reported to restated, as the document words its lines."""
    with duckdb.connect(str(release), read_only=True) as connection:
        return connection.execute(
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


def assert_as_worked_out(release: Path, changed: dict[tuple[str, str], Decimal]) -> None:
    """Compare with the tables of the page, to which `changed` adds by line and column."""
    for title, statement in STATEMENTS.items():
        rows = worked_out(title)
        for scope, year in itertools.product(SCOPES, YEARS):
            expected = {
                row[title]: amount_of(row[f"{scope} {year}"])
                + changed.pop((f"{title}: {row[title]}", f"{scope} {year}"), Decimal(0))
                for row in rows
            }
            found = printed(release, statement, SCOPES[scope], YEARS[year])
            assert found, (title, scope, year)
            assert found == {line: amount for line, amount in expected.items() if amount}, (
                f"{title} of {scope} {year}"
            )
    assert not changed


def revaluation_worked_out() -> dict[tuple[str, str], Decimal]:
    """What the page says revaluation changes: (line of a statement, column) → amount."""
    return {
        (row["by the rules"], column): amount_of(cell)
        for row in worked_out("by the rules")
        for column, cell in row.items()
        if column != "by the rules" and cell
    }


def test_it_has_at_most_forty_documents() -> None:
    assert len([*DOCUMENTS, LATE]) == 34


def test_its_statements_and_its_restatement_are_those_worked_out(tmp_path: Path) -> None:
    # One test: whoever runs it makes two releases, the second on top of the first.
    project, home_root = write_golden_company(tmp_path / "project"), tmp_path / "home"

    release = published(project, home_root)

    assert_as_worked_out(release, changed={})

    closed = ledgerhouse(
        *("close", "--through", "2025-12", "--by", "Li Na"),
        *("--project", project, "--home", home_root),
    )
    assert closed.returncode == 0, closed.stderr
    post(project / "erp.sqlite", LATE)

    release = published(project, home_root)

    assert bridge_of(release) == [
        (row["restated"], *(amount_of(cell) for cell in list(row.values())[1:]))
        for row in worked_out("restated")
    ]
    income = printed(release, "profit_and_loss", ("GROUP", "group"), "2025-12")
    assert income["Net profit"] == Decimal(14654)
    sheet = printed(release, "balance_sheet", ("GROUP", "group"), "2026-02")
    assert sheet["Other payables"] == Decimal(500)
    assert sheet["Retained earnings"] == Decimal(14204)
    assert sheet["Earnings of the current year"] == Decimal(12)


def test_the_rules_make_the_same_books_of_its_documents_and_revalue_them(tmp_path: Path) -> None:
    # The source posts no journal of a document: only what no document tells.
    posted = [row["description"] for row in golden_tables()["journals"]]
    assert not [text for text in posted if "nvoice" in text or "pays" in text or "deliv" in text]

    release = published(write_golden_files(tmp_path / "project"), tmp_path / "home")

    assert_as_worked_out(release, changed=revaluation_worked_out())
    with duckdb.connect(str(release), read_only=True) as connection:
        journals = connection.execute(
            """
            select posting_source, count(*)
            from ledger.fct_journals inner join ledger.dim_entities using (entity_key)
            where entity_code in ('GP', 'GS')
            group by posting_source order by posting_source
            """
        ).fetchall()
        refused = connection.execute(
            "select document_number, missing_part, remedy from ledger.fct_posting_refusals"
        ).fetchall()
    # What B owes at the end of December is revalued, and taken back on the first of January.
    assert journals == [
        ("erp", len(posted)),
        ("fx", 2),
        ("rule", len(DOCUMENTS) - len(posted)),
    ]
    assert_settled_in_every_other_way(release)
    assert refused == [
        ("X9", "account", "add the account to the chart, or name an account on the document")
    ]


def assert_settled_in_every_other_way(release: Path) -> None:
    """The third company, in CNY; rates of the page.

    An invoice of 1,000 USD is carried at 7.00. A credit note of 100 USD at 7.20 takes off 720 for
    700. Of 1,500 USD received at 7.20, 600 are worth 4,320 for 4,200 and realise that gain too;
    200, applied a fortnight later, keep their 7.20: 1,440 for 1,400. The last 100 USD, 700, are
    written off; 700 USD stay on account, 5,040. A bill of 500 USD at 7.00 is paid with 300 USD at
    7.30, 2,190 for 2,100; 50 USD, 350, are forgiven; 150 USD stay open, 1,050.

    Revalued at 7.30 at the end of December: 100 USD of the invoice, 730 for 700; 700 USD on
    account, 5,110 for 5,040; 200 USD of the bill, 1,460 for 1,400: a loss of 100, taken back in
    January. At 7.60 at the end of February: 5,320 for 5,040 and 1,140 for 1,050, a loss of 370.
    """
    scope = (LONE, "functional")
    earlier, later = (
        printed(release, "profit_and_loss", scope, period) for period in YEARS.values()
    )
    assert earlier["Total revenue"] == Decimal(6280)
    assert earlier["Administrative expenses"] == Decimal(-3500)
    assert earlier["Exchange differences"] == 20 + 120 + 40 - 90 + (30 - 70 - 60)
    assert earlier["Net profit"] == 2870 - 100
    assert later["Net profit"] == 350 - 700 + 100 - (280 + 90)
    sheet = printed(release, "balance_sheet", scope, YEARS["2026"])
    assert sheet["Cash and cash equivalents"] == 10800 - 2190
    assert sheet["Total equity"] == 10800 - 2190 - 5040 - 1050 - 370
    with duckdb.connect(str(release), read_only=True) as connection:
        left = connection.execute(
            """
            select items.document_type, sum(events.amount), sum(events.amount_functional)
            from receivables.fct_receivable_events as events
            inner join receivables.fct_receivable_items as items using (item_key)
            inner join ledger.dim_entities as entities on items.entity_key = entities.entity_key
            where entities.entity_code = ?
            group by items.item_key, items.document_type
            having sum(events.amount) <> 0 or sum(events.amount_functional) <> 0
            order by items.document_type
            """,
            [LONE],
        ).fetchall()
    assert left == [
        ("invoice", Decimal(113), Decimal("858.80")),
        ("on_account", Decimal(-700), Decimal(-5040)),
    ]
