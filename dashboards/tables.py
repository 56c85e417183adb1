"""Statement tables as accessible HTML: aligned figures, scenario marks, variance bars and pins.

**Belongs here**: turning rows into one `<table>` inside a box that scrolls by itself. Every value
is escaped; widths are the only numbers written into a style.

**Keep out**: figures (SQL), number formats (`formatting`), colours (`palette`, `style.css`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import Literal, NamedTuple

import streamlit as st

from dashboards.tiles import Row

Tone = Literal["", "good", "bad", "quiet"]
RowKind = Literal["", "sub", "total", "proof"]


class Cell(NamedTuple):
    """One cell: its words, its tone, and a drawn width where it has one.

    Attributes:
        text: What is written.
        tone: Good, bad or quiet; empty for plain.
        share: Length of a drawn bar or pin, −1 to 1; None where nothing is drawn.
        drawing: What the share is drawn as.
        href: Address its words lead to; empty where they lead nowhere.
    """

    text: str = ""
    tone: Tone = ""
    share: float | None = None
    drawing: Literal["bar", "pin", "size"] = "bar"
    href: str = ""


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        heading: Words on top.
        cell: What a row shows here.
        is_text: Whether it reads from the left.
        wraps: Whether long words break into lines.
        mark: Scenario the column stands for: ac, py, pl, fc.
    """

    heading: str
    cell: Callable[[Row], Cell]
    is_text: bool = False
    wraps: bool = False
    mark: str = ""


def words_column(
    heading: str, words_of: Callable[[Row], object], *, wraps: bool = False, tone: Tone = ""
) -> Column:
    """A column of words."""
    return Column(
        heading, lambda row: Cell(str(words_of(row) or ""), tone), is_text=True, wraps=wraps
    )


def figures_column(heading: str, words_of: Callable[[Row], str], mark: str = "") -> Column:
    """A column of figures already in words."""
    return Column(heading, lambda row: Cell(words_of(row)), mark=mark)


def tone_of(variance: Decimal | None, increase_is_good: object = True) -> Tone:
    """Good or bad for a variance, by the line's own sign convention."""
    if not variance:
        return ""
    return "good" if (variance > 0) == bool(increase_is_good) else "bad"


def share_of(value: Decimal | None, largest: Decimal) -> float | None:
    """Length of a bar against the largest one; a float, for drawing only."""
    if value is None or not largest:
        return None
    return float(max(Decimal(-1), min(Decimal(1), value / largest)))


def table_html(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    kind_of: Callable[[Row], RowKind] = lambda _row: "",
    indent_of: Callable[[Row], int] = lambda _row: 0,
    is_tall: bool = False,
) -> str:
    """A table as HTML in a box of its own that scrolls sideways where the screen is narrow.

    Args:
        caption: Name read out by assistive technology.
        columns: Columns from left to right; the first one names the row.
        rows: Rows in order.
        kind_of: Whether a row is a subtotal, a total or a proof.
        indent_of: Indentation of the first cell, 0 to 2.
        is_tall: Whether the box scrolls after thirty rems.
    """
    head = "".join(_heading(column) for column in columns)
    body = "".join(_row(columns, row, kind_of(row), indent_of(row)) for row in rows)
    tall = " lh-tall" if is_tall else ""
    return (
        f'<div class="lh-box{tall}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="lh"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def draw_table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    kind_of: Callable[[Row], RowKind] = lambda _row: "",
    indent_of: Callable[[Row], int] = lambda _row: 0,
    is_tall: bool = False,
) -> None:
    """Draw `table_html` on the screen."""
    st.html(
        table_html(caption, columns, rows, kind_of=kind_of, indent_of=indent_of, is_tall=is_tall)
    )


def _heading(column: Column) -> str:
    mark = f'<span class="lh-mark lh-{column.mark}"></span>' if column.mark else ""
    kind = ' class="lh-text"' if column.is_text else ""
    if not column.heading:
        return f"<td{kind}></td>"
    return f'<th scope="col"{kind}>{escape(column.heading)}{mark}</th>'


def _row(columns: Sequence[Column], row: Row, kind: RowKind, indent: int) -> str:
    first, *others = columns
    name = first.cell(row)
    wrap = " lh-wrap" if first.wraps else ""
    head = f'<th scope="row" class="lh-in{indent}{wrap}">{_words(name)}</th>'
    # A sticky first column must be a cell of its own kind: th in body reads as the row's name.
    cells = head.replace("<th", "<td").replace("</th", "</td") if not name.text else head
    cells += "".join(_cell(column, column.cell(row)) for column in others)
    opening = f'<tr class="lh-{kind}">' if kind else "<tr>"
    return f"{opening}{cells}</tr>"


def _cell(column: Column, cell: Cell) -> str:
    classes = " ".join(
        name
        for name, applies in (
            ("lh-text", column.is_text),
            ("lh-wrap", column.wraps),
            (f"lh-{cell.tone}", bool(cell.tone)),
        )
        if applies
    )
    opening = f'<td class="{classes}">' if classes else "<td>"
    return f"{opening}{_words(cell)}{_drawing(cell)}</td>"


def _words(cell: Cell) -> str:
    if not cell.href:
        return escape(cell.text)
    return f'<a class="lh-link" href="{escape(cell.href)}" target="_self">{escape(cell.text)}</a>'


def _drawing(cell: Cell) -> str:
    if cell.share is None:
        return ""
    width = f"{abs(cell.share) * 100:.1f}%"
    if cell.drawing == "size":
        return (
            f'<span class="lh-size-box"><span class="lh-size" style="width:{width}"></span></span>'
        )
    tone = cell.tone or "quiet"
    bar = f'<i class="lh-{tone}" style="width:{width}"></i>'
    left, right = (bar, "") if cell.share < 0 else ("", bar)
    pin = " lh-pin" if cell.drawing == "pin" else ""
    return (
        f'<div class="lh-bar{pin}" aria-hidden="true"><span>{left}</span><span>{right}</span></div>'
    )
