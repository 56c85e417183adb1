"""A second ledger, written by others, reads our journals and prints the statements we print."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from demo_runs import REPOSITORY, PublishedHome, ledgerhouse

from orchestration.exports.hledger import export_journal
from orchestration.publication.releases import current_release, database_of

pytestmark = pytest.mark.skipif(
    shutil.which("hledger") is None, reason="no hledger here: it does not read the books"
)

LAYOUTS = ("ifrs", "cas")
TOTALS = ("total_assets", "total_liabilities")
NOT_CLOSING = "not:tag:journal_type=^closing$"
NOT_OPENING = "not:tag:journal_type=^opening$"
# (account or line, period) → amount in the entity's currency, with the sign people read.
Amounts = dict[tuple[str, str], Decimal]


@pytest.fixture(scope="module")
def release(published_home: PublishedHome) -> Path:
    published = published_home.home / "published"
    return database_of(published, str(current_release(published)))


@pytest.fixture(scope="module")
def journal(published_home: PublishedHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("hledger") / "books.journal"
    finished = ledgerhouse(
        *("export", "journal", "--format", "hledger", "--to", written),
        *("--project", published_home.project, "--home", published_home.home_root),
    )
    assert finished.returncode == 0, finished.stderr
    return written


@pytest.fixture(scope="module")
def periods(release: Path) -> list[str]:
    found = rows(release, "select distinct fiscal_period from statements.rpt_balance_sheet")
    return sorted(period for (period,) in found)


def rows(release: Path, sql: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(release), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


def hledger(journal: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["hledger", "-f", str(journal), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def report(journal: Path, entity: str, periods: list[str], *arguments: str) -> Amounts:
    """What hledger prints month by month: each account, and each section's total."""
    year, month = map(int, periods[-1].split("-"))
    after = f"{year + month // 12}-{month % 12 + 1:02d}"
    span = ("-b", periods[0], "-e", after)
    done = hledger(journal, *arguments, "-M", *span, "-O", "csv", f"tag:entity=^{entity}$")
    assert done.returncode == 0, done.stderr
    found: Amounts = {}
    section = ""
    for account, *amounts in csv.reader(io.StringIO(done.stdout)):
        if not any(amounts):
            section = account
        elif account.lower() != "account" and len(amounts) == len(periods):
            name = f"{section} total" if account == "total" else account
            for period, amount in zip(periods, amounts, strict=True):
                found[name, period] = Decimal(amount.split(" ")[0])
    assert found
    return found


def on_lines(amounts: Amounts, statement: str, layout: str) -> Amounts:
    """Accounts put on the lines of a layout by their class, as the project's seed says."""
    seed = REPOSITORY / "dbt_project" / "seeds" / "statement_line_accounts.csv"
    line_of_class = {
        row["account_class"]: row["line_code"]
        for row in csv.DictReader(seed.read_text(encoding="utf-8").splitlines())
        if row["statement"] == statement and row["layout"] == layout
    }
    summed: Amounts = defaultdict(Decimal)
    for (account, period), amount in amounts.items():
        if account.count(":") == 2:
            summed[line_of_class[account.split(":")[1]], period] += amount
    return {cell: amount for cell, amount in summed.items() if amount}


def printed(release: Path, statement: str, entity: str, layout: str, *totals: str) -> Amounts:
    """What we print in the entity's own currency: plain lines and some totals, zeros left out."""
    return {
        (line, period): amount
        for line, period, amount, is_subtotal in rows(
            release,
            "select line_code, fiscal_period, amount, is_subtotal "
            f"from statements.rpt_{statement} "
            "where entity_code = ? and layout = ? and currency_view = 'functional'",
            (entity, layout),
        )
        if amount and (line in totals or not is_subtotal)
    }


def named(amounts: Amounts, **lines: str) -> Amounts:
    """Totals of hledger under the names our lines have, zeros left out."""
    return {
        (line, period): amount
        for line, total in lines.items()
        for (name, period), amount in amounts.items()
        if name == total and amount
    }


@pytest.mark.parametrize("entity", ["LH-CN", "LH-EU", "LH-US"])
def test_hledger_prints_our_balance_sheet(
    journal: Path, release: Path, periods: list[str], entity: str
) -> None:
    sheet = report(journal, entity, periods, "balancesheetequity")
    # What income and expense still hold is equity too: of this year, and of years left open.
    earned: Amounts = defaultdict(Decimal)
    held = report(journal, entity, periods, "balance", "--historical", "type:RX")
    for (account, period), amount in held.items():
        if account.count(":") == 2:
            year_end = f"{int(period[:4]) - 1}-12"
            left = held.get((account, year_end), Decimal(0))
            earned["equity:current_year_earnings:", period] += left - amount
            earned["equity:retained_earnings:", period] -= left
    totals = named(sheet, total_assets="Assets total", total_liabilities="Liabilities total")
    for layout in LAYOUTS:
        expected = on_lines(sheet | earned, "balance_sheet", layout) | totals
        assert printed(release, "balance_sheet", entity, layout, *TOTALS) == expected


@pytest.mark.parametrize("entity", ["LH-CN", "LH-EU", "LH-US"])
def test_hledger_prints_our_income_statement(
    journal: Path, release: Path, periods: list[str], entity: str
) -> None:
    statement = report(journal, entity, periods, "incomestatement", NOT_CLOSING)
    signed = {
        (account, period): -amount if account.startswith("expenses:") else amount
        for (account, period), amount in statement.items()
    }
    totals = named(statement, net_profit="Net:")
    for layout in LAYOUTS:
        expected = on_lines(signed, "profit_and_loss", layout) | totals
        assert printed(release, "profit_and_loss", entity, layout, "net_profit") == expected


@pytest.mark.parametrize("entity", ["LH-CN", "LH-EU", "LH-US"])
def test_hledger_prints_our_change_in_cash(
    journal: Path, release: Path, periods: list[str], entity: str
) -> None:
    flow = report(journal, entity, periods, "cashflow", NOT_OPENING)
    expected = named(flow, net_change="Cash flows total")
    for layout in LAYOUTS:
        cash = printed(release, "cash_flow", entity, layout, "net_change")
        assert {cell: cash[cell] for cell in cash if cell[0] == "net_change"} == expected


def test_hledger_finds_every_account_and_currency_declared(journal: Path) -> None:
    checked = hledger(journal, "check", "--strict")
    assert checked.returncode == 0, checked.stderr


@pytest.fixture
def written_over(published_home: PublishedHome, release: Path, tmp_path: Path) -> Path:
    """A copy of the release's folder that a test may write over."""
    folder = tmp_path / "published"
    shutil.copytree(published_home.home / "published", folder)
    (folder / release.name).chmod(0o644)
    return folder


def change(published: Path, sql: str) -> None:
    with duckdb.connect(str(database_of(published, str(current_release(published))))) as books:
        books.execute(sql)


def test_words_and_codes_the_format_cannot_hold_change_no_figure(
    written_over: Path, journal: Path, periods: list[str], tmp_path: Path
) -> None:
    change(
        written_over,
        """
        update ledger.dim_accounts set
            account_code = 'A:1;  (x)' || chr(10) || '科', account_name = 'Type: L; x' || chr(10)
        where account_code = '1122';
        update ledger.fct_journals set
            journal_number = '(' || journal_number || ')' || chr(10) || '; x, period: 1999-01',
            description = '  a;  b: c' || chr(10) || '2026-01-01 * d | ' || chr(9) || '= e';
        update ledger.fct_journal_lines set
            description = 'x  ; y, period: 1999-01' || chr(10) || '  assets:x  1';
        """,
    )
    odd = export_journal(written_over, tmp_path / "odd.journal").file
    account = "assets:receivable:A%3A1%3B%20%20%28x%29%0A科"
    for kind in ("balancesheetequity", "cashflow", "incomestatement"):
        expected = report(journal, "LH-EU", periods, kind)
        renamed = {
            (account if name == "assets:receivable:1122" else name, period): amount
            for (name, period), amount in expected.items()
        }
        assert report(odd, "LH-EU", periods, kind) == renamed
    assert hledger(odd, "check", "--strict").returncode == 0
    assert hledger(odd, "print", "tag:period=1999").stdout == ""


def test_hledger_refuses_a_journal_that_is_a_cent_off(written_over: Path, tmp_path: Path) -> None:
    change(
        written_over,
        """
        update ledger.fct_journal_lines set functional_amount = functional_amount + 0.01
        where journal_line_key = (select min(journal_line_key) from ledger.fct_journal_lines)
        """,
    )
    odd = export_journal(written_over, tmp_path / "odd.journal").file
    refused = hledger(odd, "balance")
    assert refused.returncode != 0
    assert "balance" in refused.stderr


def test_one_entity_is_exported_alone_and_an_unknown_one_is_refused(
    published_home: PublishedHome, tmp_path: Path
) -> None:
    where = ("--project", published_home.project, "--home", published_home.home_root)
    to = ("export", "journal", "--to", tmp_path / "one.journal", "--entity")
    assert ledgerhouse(*to, "LH-EU", *where).returncode == 0
    assert hledger(
        tmp_path / "one.journal", "balance", "not:tag:entity=^LH-EU$"
    ).stdout.split() == [
        "--------------------",
        "0",
    ]
    refused = ledgerhouse(*to, "LH-XX", *where)
    assert refused.returncode == 2
    assert "Name one of LH-CN, LH-EU, LH-US." in refused.stderr
