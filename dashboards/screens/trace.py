"""Drill-through: which journal lines, documents, bank lines and source rows make a number.

**Belongs here**: from a line of a statement to accounts, to journal lines, to one journal with its
documents, settlements, bank lines and source rows; at each step the sum against the step before.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import streamlit as st

from dashboards import frame
from dashboards.filters import choose_layout
from dashboards.formatting import money, month_words
from dashboards.journals import FULL, day_words, draw_journal, with_currency
from dashboards.links import choose_code, link_to
from dashboards.tables import (
    Cell,
    Column,
    RowKind,
    draw_table,
    figures_column,
    words_column,
)
from dashboards.tiles import Answer, Row, Value
from dashboards.traces import ENTRY_LAYERS, TRACES, Trace
from dashboards.words import Words

NOTHING: Final = Decimal(0)


def _part_of(row: Row) -> str:
    """What an account adds, as the address names it."""
    keys = ("source_entity_code", "layer", "account_class", "account_code")
    return "~".join(str(row[key]) for key in keys)


def _kind(row: Row) -> RowKind:
    kind: RowKind = row.get("kind", "")
    return kind


def _sum_rows(words: Words, total: Decimal, name: str, other: Decimal) -> list[Row]:
    """The sum of what is listed, and what is left to the figure of the step before.

    They stand on top: a long list scrolls in its box, and its proof must be seen first.
    """
    rest = other - total
    return [
        {"kind": "total", "words": words("trace.sum"), "amount": total},
        {
            "kind": "proof",
            "words": words("trace.left_to", name=name),
            "amount": rest,
            "tone": "bad" if rest else "good",
        },
    ]


def _amount_column(here: frame.Frame, key: str = "amount") -> Column:
    def cell(row: Row) -> Cell:
        if not (tone := row.get("tone")):
            return Cell(money(row.get(key), FULL))
        return Cell(f"{money(row[key], FULL)} {'✓' if tone == 'good' else '✗'}", tone)

    return Column(here.words("trace.amount", currency=here.filters.currency_code), cell)


def _draw_parts(
    here: frame.Frame, name: str, line: Row, cell: Answer, parts: Answer, *columns: Column
) -> None:
    """Draw what makes a cell, below its sum and what is left to the cell, in the tile `name`."""
    words = here.words
    total = sum((row["amount"] for row in parts.rows), NOTHING)
    sums = _sum_rows(words, total, words.named(line, "line_name"), cell.rows[0]["amount"])
    with here.tile(
        name,
        parts,
        cell,
        subtitle=" · ".join((here.who, here.filters.currency_code, here.when)),
    ):
        draw_table(
            words(f"trace.{name}.title"),
            [*columns, _amount_column(here)],
            [*sums, *parts.rows],
            kind_of=_kind,
            is_tall=True,
        )


def _draw_accounts(here: frame.Frame, line: Row, cell: Answer, parts: Answer) -> None:
    words = here.words

    def account(row: Row) -> Cell:
        if "words" in row:
            return Cell(row["words"])
        text = f"{row['account_code']} {words.named(row, 'account_name')}"
        return Cell(text, href=link_to("trace", part=_part_of(row), journal=None))

    _draw_parts(
        here,
        "accounts",
        line,
        cell,
        parts,
        Column(words("trace.account"), account, is_text=True, wraps=True),
        words_column(words("trace.entity"), lambda row: row.get("source_entity_code")),
        words_column(
            words("trace.layer"),
            lambda row: words.code("codes.layer", row["layer"]) if "layer" in row else "",
        ),
    )


def _draw_balance_parts(here: frame.Frame, line: Row, cell: Answer, parts: Answer) -> None:
    words = here.words

    def part_name(row: Row) -> Cell:
        if "words" in row:
            return Cell(row["words"])
        if row["statement_code"] is None:
            return Cell(words("trace.brought"))
        address = link_to(
            "trace",
            statement=row["statement_code"],
            line=row["line_code"],
            period=row["fiscal_period"],
            part=None,
            journal=None,
        )
        return Cell(words.named(row, "line_name"), href=address)

    _draw_parts(
        here,
        "balances",
        line,
        cell,
        parts,
        Column(words("trace.line"), part_name, is_text=True, wraps=True),
        _period_column(words),
    )


def _period_column(words: Words) -> Column:
    return words_column(
        words("trace.period"),
        lambda row: (
            month_words(row["fiscal_period"], words.language) if "fiscal_period" in row else ""
        ),
    )


def _draw_lines(here: frame.Frame, part: Row, answer: Answer) -> None:
    words = here.words
    total = answer.rows[0]["total_amount"] if answer.rows else NOTHING
    listed = sum((row["amount"] for row in answer.rows), NOTHING)
    below: list[Row] = []
    if total != listed:
        count = answer.rows[0]["line_count"] - len(answer.rows)
        more = words("trace.more_lines", count=f"{count:,}")
        below = [{"words": more, "amount": total - listed}]
    if here.filters.currency_view == "group" and part["amount"] != total:
        # Statements translate at average and closing rates, lines at the rate of their day.
        below.append({"words": words("trace.translation"), "amount": part["amount"] - total})
        total = part["amount"]

    def journal(row: Row) -> Cell:
        if "words" in row:
            return Cell(row["words"])
        return Cell(
            str(row["journal_number"] or words("trace.unnumbered")),
            href=link_to("trace", journal=row["journal_key"]),
        )

    with here.tile("lines", answer, subtitle=_name_of(words, part)):
        draw_table(
            words("trace.lines.title"),
            [
                Column(words("trace.journal_column"), journal, is_text=True, wraps=True),
                words_column(
                    words("trace.date"), lambda row: day_words(words, row, "effective_date")
                ),
                words_column(words("trace.text"), lambda row: row.get("description"), wraps=True),
                figures_column(
                    words("trace.transaction"),
                    lambda row: with_currency(row, "transaction_amount", "transaction_currency"),
                ),
                _amount_column(here),
            ],
            [*_sum_rows(words, total, _name_of(words, part), part["amount"]), *answer.rows, *below],
            kind_of=_kind,
            is_tall=True,
        )


def _draw_entries(here: frame.Frame, part: Row, answer: Answer) -> None:
    words = here.words
    total = sum((row["amount"] for row in answer.rows), NOTHING)

    def entry(row: Row) -> str:
        return (
            row["words"] if "words" in row else words.code("codes.consolidation", row["kind_code"])
        )

    rows = [{**row, "kind_code": row["kind"], "kind": ""} for row in answer.rows]
    with here.tile("entries", answer, subtitle=_name_of(words, part)):
        draw_table(
            words("trace.entries.title"),
            [
                words_column(words("trace.entry"), entry, wraps=True),
                _period_column(words),
                _amount_column(here),
            ],
            [*_sum_rows(words, total, _name_of(words, part), part["amount"]), *rows],
            kind_of=_kind,
        )


def _draw_part(here: frame.Frame, trace: Trace, part: Row, choice: dict[str, Value]) -> None:
    words = here.words
    of_part: dict[str, Value] = {
        **choice,
        **{key: part[key] for key in ("account_key", "account_class", "debit_sign", "layer")},
        "source_entity_code": part["source_entity_code"],
    }
    if part["layer"] in ENTRY_LAYERS:
        _draw_entries(here, part, here.ask(trace.entries, **of_part))
    elif part["account_class"] == "translation_reserve":
        here.say("trace.translation_reserve", account=_name_of(words, part))
    else:
        _draw_lines(here, part, here.ask(trace.journal_lines, **of_part))


def _name_of(words: Words, part: Row) -> str:
    account = f"{part['account_code']} {words.named(part, 'account_name')}"
    return f"{account} · {part['source_entity_code']}"


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    words = here.words
    with here.screen("trace", money=False):
        left, middle, right = st.columns(3)
        with left:
            layout = choose_layout(words)
        with middle:
            statement = choose_code(
                "statement",
                words("trace.statement"),
                tuple(TRACES),
                lambda code: words(f"trace.statements.{code}"),
            )
        trace = TRACES[statement]
        lines = here.ask(trace.lines, layout=layout, statement=statement)
        if not lines.rows:
            here.say_no_statement()
            return
        by_code = {row["line_code"]: row for row in lines.rows}
        with right:
            line_code = choose_code(
                "line",
                words("trace.line"),
                tuple(by_code),
                lambda code: words.named(by_code[code], "line_name"),
            )
        choice: dict[str, Value] = {
            "layout": layout,
            "statement": statement,
            "line_code": line_code,
        }
        cell = here.ask(trace.cell, **choice)
        if not cell.rows:
            here.say_no_statement()
            return
        if line_code in trace.balances:
            parts = here.ask(trace.balance_parts, **choice)
            _draw_balance_parts(here, by_code[line_code], cell, parts)
            return
        parts = here.ask(trace.accounts, **choice)
        wanted, journal_key = st.query_params.get("part"), st.query_params.get("journal")
        part = next((row for row in parts.rows if _part_of(row) == wanted), None)
        # What was chosen last stands on top: a click shows its answer without scrolling.
        if journal_key:
            draw_journal(here, journal_key)
        if part is not None:
            _draw_part(here, trace, part, choice)
        _draw_accounts(here, by_code[line_code], cell, parts)
        if part is None and parts.rows:
            _draw_part(here, trace, parts.rows[0], choice)


draw(frame.current())
