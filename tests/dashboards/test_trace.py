"""Drill-through: every step adds up to the one before, down to documents and source rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pytest
from conftest import OpenScreen, written

from dashboards.release import Release, open_release
from dashboards.tiles import parameters_of, query_text
from dashboards.traces import ENTRY_LAYERS, TRACES, Trace

Rows = list[dict[str, Any]]
# The changes in equity have one layout.
PRINTED = [
    (statement, layout)
    for statement in TRACES
    for layout in ("ifrs", "cas", "management")
    if layout == "ifrs" or statement != "changes_in_equity"
]
WINDOWS = [("month", "2026-08"), ("ytd", "2026-01"), ("ltm", "2025-09")]


Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def connection(release: Release) -> Iterator[Connection]:
    with open_release(release) as opened:
        yield opened


def ask(connection: Connection, query: str, **values: object) -> Rows:
    bound = {name: values[name] for name in parameters_of(query)}
    result = connection.execute(query_text(query), bound)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize(("statement", "layout"), PRINTED)
@pytest.mark.parametrize(
    ("entity", "view"), [("GROUP", "group"), ("LH-EU", "group"), ("LH-US", "functional")]
)
def test_accounts_add_up_to_every_line_and_lines_to_every_account(
    statement: str, layout: str, entity: str, view: str, connection: Connection
) -> None:
    trace = TRACES[statement]
    for period_type, from_period in WINDOWS:
        chosen: dict[str, object] = {
            **{"statement": statement, "layout": layout, "entity_code": entity},
            **{"currency_view": view, "period_type": period_type},
            **{"from_period": from_period, "fiscal_period": "2026-08"},
        }
        lines = ask(connection, trace.lines, **chosen)
        assert len(lines) > 9
        for line in lines:
            chosen["line_code"] = line["line_code"]
            (cell,) = ask(connection, trace.cell, **chosen)
            if line["line_code"] in trace.balances:
                assert_balances_add_up(connection, chosen, cell["amount"])
                continue
            parts = ask(connection, trace.accounts, **chosen)
            assert cell["amount"] == sum(part["amount"] for part in parts), line["line_code"]
            # The lines of one window and layout stand for those of the others; what is carried over
            # the turn of a year is seen in the one that holds a turn.
            window = "ltm" if statement == "changes_in_equity" else "ytd"
            if (layout, period_type) == ("ifrs", window):
                for part in parts:
                    assert_lines_add_up(connection, trace, chosen, part)


def assert_lines_add_up(
    connection: Connection, trace: Trace, chosen: dict[str, object], part: dict[str, Any]
) -> None:
    if part["layer"] in ENTRY_LAYERS:
        amounts = [row["amount"] for row in ask(connection, trace.entries, **{**chosen, **part})]
        assert sum(amounts) == part["amount"], part
        return
    if chosen["currency_view"] == "group" and chosen["statement"] != "cash_flow":
        return  # Lines are translated at other rates; the screen shows the difference.
    lines = ask(connection, trace.journal_lines, **{**chosen, **part})
    assert lines[0]["total_amount"] == part["amount"], part


def assert_balances_add_up(
    connection: Connection, chosen: dict[str, object], amount: Decimal
) -> Rows:
    """What is left is nothing, and each part is what the line it leads to prints."""
    parts = ask(connection, TRACES["cash_flow"].balance_parts, **chosen)
    assert amount == sum(part["amount"] for part in parts), chosen
    for part in parts:
        if part["statement_code"] is not None:
            of_part = {**chosen, **part, "statement": part["statement_code"]}
            (printed,) = ask(connection, TRACES[part["statement_code"]].cell, **of_part)
            assert abs(part["amount"]) == abs(printed["amount"]), part
    return parts


@pytest.mark.parametrize(
    ("entity", "view"), [("GROUP", "group"), ("LH-EU", "group"), ("LH-US", "functional")]
)
def test_cash_of_the_first_period_was_brought_by_opening_journals(
    entity: str, view: str, connection: Connection
) -> None:
    ((first,),) = connection.execute(
        "select min(fiscal_period) from statements.rpt_cash_flow"
    ).fetchall()
    chosen: dict[str, object] = {
        **{"statement": "cash_flow", "layout": "ifrs", "entity_code": entity},
        **{"currency_view": view, "period_type": "month"},
        **{"from_period": first, "fiscal_period": first},
    }
    trace = TRACES["cash_flow"]
    for line_code in trace.balances:
        chosen["line_code"] = line_code
        (cell,) = ask(connection, trace.cell, **chosen)
        parts = assert_balances_add_up(connection, chosen, cell["amount"])
        brought = [part for part in parts if part["statement_code"] is None]
        assert len(brought) == (line_code != "closing_cash")


def test_cash_held_leads_to_the_balance_sheet(open_screen: OpenScreen) -> None:
    sheet = written(open_screen("balance_sheet", period="2026-08"))
    for line, periods in (
        ("opening_cash", ["2026-07"]),
        ("closing_cash", ["2026-08"]),
        ("net_change", ["2026-08", "2026-07"]),
        ("fx_effect", ["2026-08", "2026-07"]),
    ):
        cell = next(link for link in links_of(sheet) if link.get("line") == line)
        balances = written(open_screen("trace", **cell))
        assert figures_of("Left to: ", balances)[-1] == "0.00 ✓"
        held = [
            link
            for link in links_of(balances)
            if link.get("line") == "cash_and_cash_equivalents" and "part" not in link
        ]
        assert [link["period"] for link in held] == periods
    accounts = written(open_screen("trace", **held[-1]))
    assert figures_of("Left to: ", accounts)[-1] == "0.00 ✓"
    assert any("part" in link for link in links_of(accounts))


def links_of(text: str) -> list[dict[str, str]]:
    found = re.findall(r'href="([^"]+)"', text)
    return [dict(parse_qsl(urlsplit(unescape(one)).query)) for one in found]


def figures_of(row: str, text: str) -> list[str]:
    found = re.search(rf"<tr[^>]*><th[^>]*>{re.escape(row)}((?:(?!</tr>).)*)", text)
    assert found is not None, row
    return re.findall(r"<td[^>]*>([^<]*)", found[1])


def test_four_clicks_lead_from_a_statement_to_the_source_row(open_screen: OpenScreen) -> None:
    chosen = {"entity": "LH-EU", "period": "2026-08"}
    statement = written(open_screen("profit_and_loss", **chosen))
    revenue = next(link for link in links_of(statement) if link.get("line") == "revenue")

    accounts = written(open_screen("trace", **revenue))
    assert figures_of("Left to: ", accounts)[-1] == "0.00 ✓"
    account = next(link for link in links_of(accounts) if "part" in link)

    lines = written(open_screen("trace", **account))
    journal = next(link for link in links_of(lines) if "journal" in link)

    page = open_screen("trace", **journal)
    assert not page.exception
    whole = written(page)
    assert "account_move_line" in whole
    assert re.search(r"Invoice|Credit note", whole)
    debit, credit = (
        sum(
            Decimal(cells[at].replace(",", ""))
            for cells in journal_lines_of(whole)
            if cells[at] not in {"", "–"}
        )
        for at in (2, 3)
    )
    assert debit == credit > 0


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("cash_flow_indirect", "change_in_trade_receivables"),
        ("changes_in_equity", "current_year_earnings.profit"),
        ("changes_in_equity", "total.closing"),
    ],
)
def test_cash_from_profit_and_equity_lead_to_journal_lines(
    statement: str, line: str, open_screen: OpenScreen
) -> None:
    sheet = written(open_screen("balance_sheet", entity="LH-EU", period="2026-08"))
    cell = next(
        link
        for link in links_of(sheet)
        if (link.get("statement"), link.get("line")) == (statement, line)
    )

    accounts = written(open_screen("trace", **cell))
    assert figures_of("Left to: ", accounts)[-1] == "0.00 ✓"
    account = next(link for link in links_of(accounts) if "part" in link)

    lines = written(open_screen("trace", **account))
    assert any("journal" in link for link in links_of(lines))


def journal_lines_of(text: str) -> list[list[str]]:
    table = re.search(r"<caption>Journal</caption>.*?</table>", text, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr>(?:(?!</tr>).)*<th scope=\"row\"(?:(?!</tr>).)*</tr>", table[0])
    return [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in rows]


def test_a_strange_code_in_the_address_shows_the_first_line(open_screen: OpenScreen) -> None:
    page = open_screen("trace", statement="no_such", line="no_such", part="x", journal="no_such")
    assert not page.exception
    assert "This release holds no such journal." in written(page)
