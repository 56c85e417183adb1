"""The close screen counts what stands in the way of a close and shows what came after one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import screens_of, written
from demo_runs import PublishedHome
from late_postings import LATE
from streamlit.testing.v1 import AppTest

from dashboards.release import Release, current_release
from dashboards.tiles import query_text

PERIOD = "2026-03"
CLOSED = {
    "entity_code": "LH-EU",
    "fiscal_period": PERIOD,
    "as_of_date": date(2026, 10, 31),
}
EU = "(select entity_key from ledger.dim_entities where entity_code = 'LH-EU')"
# Check → what is done to the release, so that this check and no other counts one record more.
OBSTACLES = {
    "earlier_periods_closed": """
        update ledger.fct_period_status set status = 'open'
        where entity_code = 'LH-EU' and fiscal_period = '2026-01'
    """,
    "invariants_hold": """
        update audit.audit_invariant_results set status = 'failed'
        where invariant_id = 'GL-1' and scope = 'LH-EU'
    """,
    "no_row_refused": """
        insert into audit.audit_contract_violations
            (load_id, source_name, table_name, violation_number, rule)
        values ('1', 'bank', 'statement_lines', 1, 'amount is a number')
    """,
    "no_file_refused": """
        insert into audit.audit_landed_files (source_name, file_sha256, file_name, status)
        values ('bank', '0', 'torn.xml', 'refused')
    """,
    "bank_statements_landed": f"""
        update treasury.rpt_bank_reconciliation set statement_date = date '2026-03-30'
        where entity_key = {EU} and fiscal_period = '{PERIOD}'
    """,
    "bank_reconciled": f"""
        update treasury.rpt_bank_reconciliation set difference_amount = 0.01
        where entity_key = {EU} and fiscal_period = '{PERIOD}'
    """,
    "bank_lines_booked": f"""
        insert into treasury.fct_bank_reconciliation_items
            (bank_account_key, fiscal_period, item_key, bank_line_key, amount)
        select bank_account_key, '{PERIOD}', 'line', 'line', 1
        from treasury.dim_bank_accounts where entity_key = {EU}
    """,
    "intercompany_agreed": f"""
        update statements.fct_intercompany_pairs set unmatched_difference_amount_group = 0.01
        where debtor_entity_key = {EU} and fiscal_period = '{PERIOD}' and kind = 'trade'
    """,
    "documents_posted": f"""
        insert into ledger.fct_posting_refusals (event_key, event_type, entity_key, event_date)
        values ('event', 'delivery', {EU}, date '2026-03-31')
    """,
    "ledger_agrees_with_rules": f"""
        insert into ledger.fct_shadow_ledger_differences
            (difference_key, document_key, entity_key, fiscal_period)
        values ('one', 'document', {EU}, '{PERIOD}'), ('two', 'document', {EU}, '{PERIOD}')
    """,
    "deliveries_invoiced": f"""
        update sales.fct_order_to_cash set
            leakage_reason = 'delivered_not_invoiced',
            delivered_amount_group = 100,
            invoiced_amount_group = 40
        where order_line_key = (
            select min(order_line_key) from sales.fct_order_to_cash
            where entity_key = {EU} and first_shipped_date <= date '2026-03-31'
        )
    """,
}


@pytest.fixture(scope="module")
def restated_release(restated_home: PublishedHome) -> Release:
    found = current_release(restated_home.home / "published")
    assert found is not None
    return found


@pytest.fixture
def spoiled(restated_release: Release, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = tmp_path / "release.duckdb"
    shutil.copyfile(restated_release.database, copy)
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as connection:
        yield connection
    copy.unlink()


def checks(connection: duckdb.DuckDBPyConnection, **changed: object) -> dict[str, int]:
    rows = connection.execute(query_text("ledger/close_checks"), {**CLOSED, **changed}).fetchall()
    return {code: count for code, count, _ in rows}


def test_each_check_counts_what_it_is_named_for(spoiled: duckdb.DuckDBPyConnection) -> None:
    before = checks(spoiled)
    assert not any(before.values())
    assert before.keys() == {"period_is_over", *OBSTACLES}
    for check, obstacle in OBSTACLES.items():
        spoiled.execute("begin")
        spoiled.execute(obstacle)
        assert checks(spoiled) == {**before, check: 1}, check
        spoiled.execute("rollback")
    early = checks(spoiled, as_of_date=date(2026, 3, 30))
    assert early == {**before, "period_is_over": 1}


def test_the_screen_shows_what_came_after_a_close(
    restated_home: PublishedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_screen = screens_of(restated_home.home / "published", monkeypatch)

    page = open_screen("close", entity="LH-EU", period=PERIOD)

    assert not page.exception
    whole = written(page)
    assert "nothing stands in the way" in whole
    assert "closed, changed since" in whole
    late = table("Late postings", whole)
    assert len(late) == 1
    assert LATE in late[0]
    assert "added after the close" in late[0]
    bridged = [figures(row) for row in table("As reported to restated", whole) if LATE in row]
    assert len(bridged) == 3  # depreciation, its accumulation, and the profit it takes away
    assert all(reported + change == restated for reported, change, restated in bridged)
    assert {abs(change) for _, change, _ in bridged} == {figures(late[0])[0]}
    assert commands(page) == [
        f"ledgerhouse reopen --entity LH-EU --period {PERIOD} --by … --reason …"
    ]


def test_an_open_period_is_closed_by_the_command_on_the_screen(
    restated_home: PublishedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_screen = screens_of(restated_home.home / "published", monkeypatch)
    page = open_screen("close", entity="LH-EU", period="2026-09")
    whole = written(page)
    assert "2 open" in " ".join(table("Can we close?", whole))  # July and August are before it
    assert "No journal of this period" in whole
    assert commands(page) == ["ledgerhouse close --entity LH-EU --through 2026-09 --by …"]


def test_every_run_leaves_a_mark_at_every_invariant(
    restated_home: PublishedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens_of(restated_home.home / "published", monkeypatch)("close")
    marks = [
        re.findall(r"[✓✗]+", row) for row in table("Invariants over the last runs", written(page))
    ]
    # Published, closed and published again, restated: three runs.
    assert marks == [["✓✓✓"]] * restated_home.document["invariants_total"]


def commands(page: AppTest) -> list[str]:
    """What the page says to type; beside it stand the queries of its tiles."""
    return [code.value for code in page.code if code.value.startswith("ledgerhouse ")]


def table(caption: str, text: str) -> list[str]:
    """The rows of a table."""
    found = re.search(
        rf"<caption>{re.escape(caption)}</caption>.*?<tbody>(.*?)</tbody>", text, re.DOTALL
    )
    assert found is not None, caption
    return re.findall(r"<tr[^>]*>(.*?)</tr>", found[1], re.DOTALL)


def figures(row: str) -> list[Decimal]:
    """The amounts of a row."""
    found = re.findall(r">([−+]?[\d,]+\.\d\d)(?: [A-Z]{3})?<", row)
    return [Decimal(one.replace(",", "").replace("−", "-")) for one in found]
