"""Pipeline and quality: is today's data complete, and can the figures be believed.

**Belongs here**: sources and their last loads, invariants, control totals, files, refused rows.
"""

from __future__ import annotations

from dashboards import frame
from dashboards.formatting import instant_words, number
from dashboards.invariants import describing_columns
from dashboards.journals import HASH_SHOWN
from dashboards.tables import Cell, Column, Tone, draw_table, figures_column, words_column
from dashboards.tiles import Row


def _draw_sources(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/sources")
    with here.tile("sources", answer):
        if not answer.rows:
            here.say("quality.no_loads")
            return
        draw_table(
            words("quality.sources.title"),
            [
                words_column(
                    words("quality.source"),
                    lambda row: words.code("codes.source", row["source_name"]),
                ),
                words_column(
                    words("quality.finished"),
                    lambda row: instant_words(row["finished_at"], words.language),
                ),
                figures_column(words("quality.tables"), lambda row: number(row["table_count"])),
                figures_column(words("quality.rows"), lambda row: number(row["source_rows"])),
                figures_column(words("quality.accepted"), lambda row: number(row["accepted_rows"])),
                Column(words("quality.refused"), _refused),
                figures_column(words("quality.loaded"), lambda row: number(row["loaded_rows"])),
            ],
            answer.rows,
        )


def _refused(row: Row) -> Cell:
    count = row["quarantined_rows"] or 0
    return Cell(f"▲ {number(count)}" if count else "0", "bad" if count else "")


def _draw_invariants(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/invariants")

    def status(row: Row) -> Cell:
        if row["failed_count"]:
            return Cell(f"✗ {words('invariants.fails')}", "bad")
        return Cell(f"✓ {words('invariants.holds')}", "good")

    with here.tile("invariants", answer):
        draw_table(
            words("quality.invariants.title"),
            [
                words_column(words("invariants.id"), lambda row: row["invariant_id"]),
                Column(words("invariants.status"), status),
                *describing_columns(words),
                words_column(words("invariants.detail"), lambda row: row["detail"], wraps=True),
            ],
            answer.rows,
        )


def _draw_quarantine(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/quarantine")
    with here.tile("quarantine", answer):
        if not answer.rows:
            here.say("quality.nothing_refused")
            return
        draw_table(
            words("quality.quarantine.title"),
            [
                words_column(
                    words("quality.table"), lambda row: f"{row['source_name']}.{row['table_name']}"
                ),
                words_column(words("quality.rule"), lambda row: row["rule"], wraps=True),
                figures_column(words("quality.rows"), lambda row: number(row["item_count"])),
                words_column(words("quality.example"), lambda row: row["message"], wraps=True),
                words_column(words("quality.place"), _place, wraps=True),
            ],
            answer.rows,
            is_tall=True,
        )


def _place(row: Row) -> str:
    if not row["file_name"]:
        return ""
    line = row["line_number"]
    return f"{row['file_name']}:{line}" if line else str(row["file_name"])


def _draw_files(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/files")

    def status(row: Row) -> Cell:
        mark = "▲ " if row["status"] == "refused" else ""
        tone: Tone = "bad" if row["status"] == "refused" else ""
        return Cell(mark + words(f"quality.file_status.{row['status']}"), tone)

    with here.tile("files", answer):
        if not answer.rows:
            here.say("quality.no_files")
            return
        draw_table(
            words("quality.files.title"),
            [
                words_column(words("quality.file"), lambda row: row["file_name"], wraps=True),
                words_column(
                    words("quality.source"),
                    lambda row: words.code("codes.source", row["source_name"]),
                ),
                Column(words("quality.status"), status, is_text=True),
                figures_column(words("quality.rows"), lambda row: number(row["row_count"])),
                words_column(words("quality.reason"), lambda row: row["reason"], wraps=True),
                words_column(
                    words("quality.finished"),
                    lambda row: instant_words(row["recorded_at"], words.language),
                ),
                words_column(
                    words("quality.file_hash"), lambda row: row["file_sha256"][:HASH_SHOWN]
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_control_totals(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/control_totals")

    def residual(row: Row) -> Cell:
        value = row["residual_amount"]
        if value is None:
            return Cell("–")
        mark = "✓" if value == 0 else "✗"
        return Cell(f"{number(value, 2)} {mark}", "good" if value == 0 else "bad")

    with here.tile("control_totals", answer):
        if not answer.rows:
            here.say("quality.no_loads")
            return
        draw_table(
            words("quality.control_totals.title"),
            [
                words_column(
                    words("quality.table"), lambda row: f"{row['source_name']}.{row['table_name']}"
                ),
                words_column(
                    words("quality.measure"),
                    lambda row: words.code("codes.measure", row["measure"]),
                ),
                figures_column(
                    words("quality.rows_or_amount"), lambda row: _total(row, "source_amount")
                ),
                figures_column(
                    words("quality.accepted"), lambda row: _total(row, "accepted_amount")
                ),
                figures_column(
                    words("quality.refused"), lambda row: _total(row, "quarantined_amount")
                ),
                Column(words("invariants.residual"), residual),
            ],
            answer.rows,
            is_tall=True,
        )


def _total(row: Row, key: str) -> str:
    return number(row[key], 0 if row["measure"] == "rows" else 2)


def _draw_loads(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/loads")
    with here.tile("loads", answer):
        if not answer.rows:
            here.say("quality.no_loads")
            return
        draw_table(
            words("quality.loads.title"),
            [
                words_column(
                    words("quality.table"), lambda row: f"{row['source_name']}.{row['table_name']}"
                ),
                words_column(
                    words("quality.finished"),
                    lambda row: instant_words(row["finished_at"], words.language),
                ),
                words_column(
                    words("quality.status"),
                    lambda row: words.code("codes.load_status", row["status"]),
                ),
                figures_column(words("quality.rows"), lambda row: number(row["source_rows"])),
                Column(words("quality.refused"), _refused),
                figures_column(words("quality.loaded"), lambda row: number(row["loaded_rows"])),
                figures_column(words("quality.deleted"), lambda row: number(row["deleted_rows"])),
                figures_column(
                    words("quality.milliseconds"), lambda row: number(row["duration_milliseconds"])
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("quality", money=False):
        _draw_invariants(here)
        _draw_sources(here)
        _draw_quarantine(here)
        _draw_files(here)
        _draw_control_totals(here)
        _draw_loads(here)


draw(frame.current())
