from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from dashboards.export import Sheet, comma_separated, workbook
from dashboards.release import Release
from dashboards.tiles import Answer, Row, ask

LIVE = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=1+1"]
COLUMNS = ("name", "amount", "day", "at", "is_good", "count", "nothing")


def row(name: str) -> Row:
    return {
        "name": name,
        "amount": Decimal("1234567.8900"),
        "day": date(2026, 10, 31),
        "at": datetime(2026, 10, 31, 20, 5),  # noqa: DTZ001  (as the release holds it)
        "is_good": True,
        "count": 3,
        "nothing": None,
    }


ANSWER = Answer("sales/made", COLUMNS, tuple(row(name) for name in [*LIVE, "华东智能装备"]))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_numbers_are_numeric_cells_and_no_cell_is_a_formula() -> None:
    book = opened(workbook([Sheet("A tile", ANSWER)], [("Release", "pub_000001")]))
    page = book["A tile"]
    assert [cell.value for cell in page[1]] == list(COLUMNS)
    for at, name in enumerate([*LIVE, "华东智能装备"], start=2):
        cells = page[at]
        # The file format keeps a carriage return as its escape.
        assert cells[0].value.replace("_x000D_", "\r") == name
        assert (cells[0].data_type, cells[1].data_type) == ("s", "n")
        assert Decimal(str(cells[1].value)) == Decimal("1234567.89")
        assert cells[2].is_date
        assert cells[4].data_type == "b"
        assert cells[6].value is None
    assert not any(c.data_type == "f" for sheet in book for line in sheet for c in line)


def test_the_first_sheet_says_what_this_is() -> None:
    book = opened(workbook([], [("Release", "pub_000001"), ("View", "=1+1")]))
    assert [[cell.value for cell in line] for line in book["About"].rows] == [
        ["Release", "pub_000001"],
        ["View", "=1+1"],
    ]
    assert book["About"]["B2"].data_type == "s"


def test_sheet_names_are_short_plain_and_different() -> None:
    titles = ["A/B: [c]*?", "x" * 40, "x" * 50, "账龄分析表", ""]
    book = opened(workbook([Sheet(title, ANSWER) for title in titles], []))
    assert len(book.sheetnames) == len(titles) + 1
    assert all(len(name) <= 31 for name in book.sheetnames)


@pytest.mark.parametrize("name", LIVE)
def test_a_csv_holds_no_live_formula_and_exact_amounts(name: str) -> None:
    content = comma_separated(Answer("q", COLUMNS, (row(name),)))
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[0] == list(COLUMNS)
    assert lines[1][0] == f"'{name}"
    assert lines[1][1:] == [
        "1234567.8900",
        "2026-10-31",
        "2026-10-31T20:05:00",
        "true",
        "3",
        "",
    ]


def test_a_negative_amount_stays_a_number_in_csv() -> None:
    answer = Answer("q", ("amount",), ({"amount": Decimal("-5.1000")},))
    assert comma_separated(answer).decode("utf-8-sig").splitlines()[1] == "-5.1000"


def test_a_statement_of_the_release_exports_its_exact_amounts(release: Release) -> None:
    parameters = {
        "layout": "ifrs",
        "period_type": "month",
        "entity_code": "GROUP",
        "currency_view": "group",
        "fiscal_period": "2026-10",
    }
    answer = ask(release, "statements/profit_and_loss", parameters)
    page = opened(workbook([Sheet("Income statement", answer)], []))["Income statement"]
    at = answer.columns.index("ac_amount")
    exported = [line[at].value for line in page.iter_rows(min_row=2)]
    assert [Decimal(str(value)) for value in exported] == [row["ac_amount"] for row in answer.rows]
