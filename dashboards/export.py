"""Takes the figures of a screen away: one workbook with a sheet a tile, one CSV a tile.

**Belongs here**: writing answers to files. Numbers stay numbers; text never becomes a formula.

**Keep out**: what is exported (the screen), how it is offered (`frame`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

import xlsxwriter

from dashboards.tiles import Answer

# What a spreadsheet takes for the beginning of a formula, a tab and a return included.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME_LIMIT: Final = 31


class Sheet(NamedTuple):
    """One tile to take away: its title and the rows behind it."""

    title: str
    answer: Answer


def workbook(sheets: Sequence[Sheet], about: Sequence[tuple[str, str]]) -> bytes:
    """An XLSX file: a first sheet that says what this is, then one sheet a tile.

    Args:
        sheets: The tiles in the order of the screen.
        about: Name and value pairs for the first sheet: release, entity, period, …

    Returns:
        The file. Amounts are numeric cells, dates are date cells, no cell is a formula.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "amount": book.add_format({"num_format": "#,##0.00##"}),
        }
        taken: set[str] = set()
        first = book.add_worksheet(_sheet_name("About", taken))
        for at, (name, value) in enumerate(about):
            first.write_string(at, 0, name, formats["head"])
            first.write_string(at, 1, value)
        first.set_column(0, 1, 28)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.title, taken)), sheet, formats)
    return buffer.getvalue()


def comma_separated(answer: Answer) -> bytes:
    """One tile as CSV, UTF-8 with a byte order mark so that a spreadsheet reads Chinese names.

    Text that a spreadsheet would run as a formula is written behind an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow([_csv_value(row[column]) for column in answer.columns])
    return buffer.getvalue().encode("utf-8-sig")


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for at, column in enumerate(sheet.answer.columns):
        page.write_string(0, at, column, formats["head"])
    for line, row in enumerate(sheet.answer.rows, start=1):
        for at, column in enumerate(sheet.answer.columns):
            _write_cell(page, line, at, row[column], formats)
    page.freeze_panes(1, 1)
    page.set_column(0, max(len(sheet.answer.columns) - 1, 0), 18)


def _write_cell(page: Any, line: int, at: int, value: Any, formats: dict[str, Any]) -> None:
    match value:
        case None:
            page.write_blank(line, at, None)
        case bool():
            page.write_boolean(line, at, value)
        case Decimal():
            # A spreadsheet cell is a double by its file format: 15 digits, to the cent below 1e13.
            page.write_number(line, at, float(value), formats["amount"])
        case int() | float():
            page.write_number(line, at, value)
        case datetime():
            page.write_datetime(line, at, value.replace(tzinfo=None), formats["instant"])
        case date():
            page.write_datetime(line, at, value, formats["date"])
        case _:
            page.write_string(line, at, str(value))


def _csv_value(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int() | float():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            text = str(value)
            return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip() or "Tile"
    name, count = plain[:_SHEET_NAME_LIMIT], 1
    while name.lower() in taken:
        count += 1
        suffix = f" {count}"
        name = plain[: _SHEET_NAME_LIMIT - len(suffix)] + suffix
    taken.add(name.lower())
    return name
