"""Close and controls: can the chosen period be closed, and what changed in it since it was.

**Belongs here**: what stands in the way of a close, the state of the period, late postings, the
bridge from reported to restated, how the invariants did over the last runs.

**Keep out**: closing and reopening (`ledgerhouse close`, `ledgerhouse reopen`): a screen reads
releases and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboards import frame
from dashboards.filters import choose_layout
from dashboards.formatting import instant_words, money, month_words, number
from dashboards.invariants import describing_columns
from dashboards.journals import FULL, HASH_SHOWN
from dashboards.links import link_to
from dashboards.tables import Cell, Column, Tone, draw_table, figures_column, words_column
from dashboards.tiles import Row

# A check that leads to the screen where its records can be looked at.
_SCREEN_OF_CHECK: Final = {
    "invariants_hold": "quality",
    "no_row_refused": "quality",
    "no_file_refused": "quality",
    "intercompany_agreed": "balance_sheet",
    "deliveries_invoiced": "receivables",
}
_MARKS: Final[Mapping[str, tuple[str, Tone]]] = {
    "open": ("", "quiet"),
    "closed": ("✓", "good"),
    "restated": ("▲", "bad"),
}


def _draw_checks(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("ledger/close_checks")
    open_checks = sum(1 for row in answer.rows if row["item_count"])
    period = month_words(here.filters.period.fiscal_period, words.language)
    verdict = words("close.not_ready", count=open_checks) if open_checks else words("close.ready")

    def check(row: Row) -> Cell:
        screen = _SCREEN_OF_CHECK.get(row["check_code"])
        href = link_to(screen) if screen and row["item_count"] else ""
        return Cell(words(f"close.check.{row['check_code']}"), href=href)

    def result(row: Row) -> Cell:
        if row["item_count"]:
            return Cell(f"▲ {words('close.in_the_way', count=number(row['item_count']))}", "bad")
        return Cell(f"✓ {words('close.done')}", "good")

    with here.tile("checks", answer, subtitle=" · ".join((here.who, period, verdict))):
        draw_table(
            words("close.checks.title"),
            [
                Column(words("close.check_column"), check, is_text=True, wraps=True),
                Column(words("close.result"), result, is_text=True),
                figures_column(
                    words("close.amount_group", currency=here.release.presentation_currency),
                    lambda row: money(row["amount_group"], FULL) if row["amount_group"] else "",
                ),
            ],
            answer.rows,
        )


def _draw_status(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("ledger/period_status")

    def status(row: Row) -> Cell:
        mark, tone = _MARKS[row["status"]]
        state = words(f"close.states.{row['status']}")
        return Cell(f"{mark} {state}".strip(), tone)

    with here.tile("status", answer):
        if not answer.rows:
            here.say("frame.no_ledger")
            return
        draw_table(
            words("close.status.title"),
            [
                words_column(words("close.entity"), lambda row: _entity(here, row)),
                Column(words("close.state"), status, is_text=True),
                words_column(words("close.by"), lambda row: row["decided_by"]),
                words_column(
                    words("close.at"),
                    lambda row: instant_words(row["decided_at"], words.language),
                ),
                words_column(words("close.reason"), lambda row: row["reason"], wraps=True),
                words_column(words("close.release"), lambda row: row["release_name"]),
                words_column(
                    words("close.hash"), lambda row: (row["statement_hash"] or "")[:HASH_SHOWN]
                ),
                figures_column(words("close.reopened"), lambda row: number(row["reopened_count"])),
                figures_column(
                    words("close.restated"), lambda row: number(row["restated_line_count"])
                ),
                figures_column(
                    words("close.earlier_open"), lambda row: number(row["earlier_open_count"])
                ),
            ],
            answer.rows,
        )
        here.say("close.how")
        st.code("\n".join(_commands(here, answer.rows)), language="bash", wrap_lines=True)


def _commands(here: frame.Frame, rows: tuple[Row, ...]) -> list[str]:
    """What closes the entities that are open, and what would open the others again."""
    period = here.filters.period.fiscal_period
    return [
        f"ledgerhouse close --entity {row['entity_code']} --through {period} --by …"
        if row["status"] == "open"
        else f"ledgerhouse reopen --entity {row['entity_code']} --period {period} --by … --reason …"
        for row in rows
    ]


def _entity(here: frame.Frame, row: Row) -> str:
    code: str = row["entity_code"]
    return here.words("filters.group") if code == "GROUP" else code


def _draw_late_postings(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("ledger/late_postings")
    with here.tile("late", answer):
        if not answer.rows:
            here.say("close.nothing_late")
            return
        draw_table(
            words("close.late.title"),
            [
                Column(words("close.journal"), lambda row: _journal(here, row), is_text=True),
                words_column(words("close.entity"), lambda row: row["entity_code"]),
                words_column(
                    words("close.change"), lambda row: words(f"close.changes.{row['change_type']}")
                ),
                words_column(words("close.text"), lambda row: row["description"], wraps=True),
                figures_column(
                    words("close.amount"),
                    lambda row: f"{money(row['amount'], FULL)} {row['currency_code']}",
                ),
                words_column(words("close.by"), lambda row: row["changed_by"]),
                words_column(
                    words("close.at"),
                    lambda row: instant_words(row["changed_at"], words.language),
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _journal(here: frame.Frame, row: Row) -> Cell:
    if not row["journal_key"]:
        return Cell(here.words("trace.unnumbered"))
    number_or_none = row["journal_number"] or here.words("trace.unnumbered")
    return Cell(str(number_or_none), href=link_to("trace", journal=row["journal_key"]))


def _draw_bridge(here: frame.Frame) -> None:
    words = here.words
    layout = choose_layout(words)
    answer = here.ask("statements/restatement_bridge", layout=layout)
    with here.tile("bridge", answer):
        if not answer.rows:
            here.say("close.nothing_restated")
            return
        draw_table(
            words("close.bridge.title"),
            [
                words_column(
                    words("close.line"), lambda row: words.named(row, "line_name"), wraps=True
                ),
                words_column(words("close.entity"), lambda row: row["entity_code"]),
                words_column(
                    words("close.statement"),
                    lambda row: words.code("close.statements", row["statement"]),
                ),
                figures_column(
                    words("close.reported"), lambda row: money(row["reported_amount"], FULL)
                ),
                figures_column(
                    words("close.delta"),
                    lambda row: money(row["delta_amount"], FULL, sign=True),
                ),
                figures_column(
                    words("close.restated_amount"), lambda row: money(row["restated_amount"], FULL)
                ),
                words_column(words("close.currency"), lambda row: row["currency_code"]),
                Column(words("close.journal"), lambda row: _journal(here, row), is_text=True),
                words_column(words("close.text"), lambda row: row["description"], wraps=True),
                words_column(words("close.by"), lambda row: row["changed_by"]),
                words_column(
                    words("close.at"),
                    lambda row: instant_words(row["changed_at"], words.language),
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_history(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/invariant_history")

    def runs(row: Row) -> Cell:
        counts = str(row["failed_counts"]).split()
        return Cell("".join("✓" if count == "0" else "✗" for count in counts))

    def failures(row: Row) -> Cell:
        count = row["failed_run_count"]
        return Cell(number(count), "bad" if count else "")

    with here.tile("history", answer):
        draw_table(
            words("close.history.title"),
            [
                words_column(words("invariants.id"), lambda row: row["invariant_id"]),
                Column(words("close.runs"), runs, is_text=True),
                Column(words("close.failed_runs"), failures),
                words_column(
                    words("close.last_failed"),
                    lambda row: instant_words(row["last_failed_at"], words.language),
                ),
                *describing_columns(words),
            ],
            answer.rows,
            is_tall=True,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("close", money=False):
        _draw_checks(here)
        _draw_status(here)
        _draw_late_postings(here)
        _draw_bridge(here)
        _draw_history(here)


draw(frame.current())
