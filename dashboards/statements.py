"""How a statement line is laid out: scenario columns, variance with its bar and its pin, proofs.

**Belongs here**: the columns, the bridge and the proof lines that the statements share.

**Keep out**: queries, screen order.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboards.charts import Scenario, Step, StepKind
from dashboards.formatting import Unit, change, change_ratio, money, number, variance_percent
from dashboards.links import link_to
from dashboards.tables import (
    Cell,
    Column,
    RowKind,
    Tone,
    draw_table,
    figures_column,
    share_of,
    tone_of,
    words_column,
)
from dashboards.tiles import Answer, Row
from dashboards.words import Words

# A pin longer than this share of its base is cut: the ratio is written beside it.
_PIN_LIMIT = Decimal(1)


def lines_with_amounts(rows: Sequence[Row], *keys: str) -> list[Row]:
    """Lines worth reading: sums, and lines that hold an amount in one of the columns."""
    return [row for row in rows if row["is_subtotal"] or any(row[key] for key in keys)]


def kind_of(row: Row) -> RowKind:
    """Total for the last line of a statement, subtotal for sums, plain otherwise."""
    if row["is_subtotal"]:
        return "total" if row["level"] == 0 else "sub"
    return ""


def indent_of(row: Row) -> int:
    """Plain lines stand one step in, sums at the margin."""
    return 0 if row["is_subtotal"] else 1


def trace_of(statement: str, line_code: str) -> str:
    """Address of what one line of a statement is made of."""
    return link_to("trace", statement=statement, line=line_code, part=None, journal=None)


def line_column(words: Words, statement: str) -> Column:
    """The line's name, which leads to what the line is made of."""

    def cell(row: Row) -> Cell:
        name = words.named(row, "line_name")
        if row.get("is_proof"):
            return Cell(name)
        return Cell(name, href=trace_of(statement, row["line_code"]))

    return Column(words("statements.line"), cell, is_text=True, wraps=True)


def amount_column(heading: str, key: str, unit: Unit, mark: str = "") -> Column:
    """Amounts of one scenario."""
    return figures_column(heading, lambda row: money(row[key], unit), mark)


def variance_columns(
    rows: Sequence[Row], key: str, base_key: str, heading: str, unit: Unit
) -> tuple[Column, Column, Column, Column]:
    """Variance in figures, as a bar, in per cent and as a pin.

    Args:
        rows: All lines, for one scale of the bars.
        key: Column of the actual amount.
        base_key: Column of the amount it is set against.
        heading: Name of the variance, such as `ΔPL`.
        unit: Scale of the figures.
    """
    largest = max(
        (abs(change(row[key], row[base_key]) or Decimal(0)) for row in rows), default=Decimal(0)
    )

    def variance(row: Row) -> Decimal | None:
        return change(row[key], row[base_key])

    def ratio(row: Row) -> Decimal | None:
        return change_ratio(row[key], row[base_key])

    def tone(row: Row) -> Tone:
        return tone_of(variance(row), row["increase_is_good"])

    return (
        Column(heading, lambda row: Cell(money(variance(row), unit, sign=True), tone(row))),
        Column(
            "",
            lambda row: Cell("", tone(row), share_of(variance(row), largest), "bar"),
        ),
        Column(
            f"{heading}%",
            lambda row: Cell(variance_percent(ratio(row)), tone(row)),
        ),
        Column("", lambda row: Cell("", tone(row), share_of(ratio(row), _PIN_LIMIT), "pin")),
    )


def draw_proofs(words: Words, answer: Answer, *invariant_ids: str) -> None:
    """Draw the proofs of one statement below it: what must hold, both sides, what is left.

    Args:
        words: The reader's words.
        answer: Rows of `audit/statement_proofs`, amounts in the currency shown.
        invariant_ids: Those that prove the statement.
    """

    def status(row: Row) -> Cell:
        if row["status"] == "passed":
            return Cell(f"✓ {words('invariants.holds')}", "good")
        return Cell(f"✗ {words('invariants.fails')}", "bad")

    def named(row: Row) -> str:
        return f"{row['invariant_id']} {words.named(row, 'invariant_name')}"

    draw_table(
        words("statements.proofs"),
        [
            words_column(words("statements.proof"), named, wraps=True),
            Column(words("invariants.status"), status),
            figures_column(words("statements.left"), lambda row: number(row["left_amount"], 2)),
            figures_column(words("statements.right"), lambda row: number(row["right_amount"], 2)),
            figures_column(
                words("invariants.residual"), lambda row: number(row["residual_amount"], 2)
            ),
        ],
        [row for row in answer.rows if row["invariant_id"] in invariant_ids],
    )


def bridge_steps(
    rows: Sequence[Row],
    key: str,
    base_key: str,
    total_code: str,
    base: Scenario,
    unit: Unit,
    words: Words,
) -> list[Step]:
    """From a base total to the actual total, one step per line that moved.

    Args:
        rows: Lines of a statement in order.
        key: Column of the actual amounts.
        base_key: Column of the base amounts.
        total_code: The subtotal that is bridged; the lines above it explain it.
        base: The base scenario.
        unit: Scale of the labels.
        words: The reader's words.

    Returns:
        The base total, the steps in order of the statement, the actual total; empty where either
        total is missing.
    """
    total = next((row for row in rows if row["line_code"] == total_code), None)
    if total is None or total[base_key] is None or total[key] is None:
        return []
    name = words.named(total, "line_name")
    steps = [
        Step(
            f"{name} {base}",
            Decimal(0),
            total[base_key],
            money(total[base_key], unit),
            base,
        )
    ]
    at: Decimal = total[base_key]
    for row in rows:
        if row["is_subtotal"] or row["line_order"] > total["line_order"]:
            continue
        moved = (row[key] or Decimal(0)) - (row[base_key] or Decimal(0))
        if moved:
            label = money(moved, unit, sign=True)
            tone: StepKind = "good" if moved > 0 else "bad"
            steps.append(Step(words.named(row, "line_name"), at, at + moved, label, tone))
            at += moved
    if rest := total[key] - at:
        # Lines that do not add up to their sum are told, never hidden.
        label = money(rest, unit, sign=True)
        tone = "good" if rest > 0 else "bad"
        steps.append(Step(words("statements.unexplained"), at, total[key], label, tone))
    steps.append(Step(f"{name} AC", Decimal(0), total[key], money(total[key], unit), "AC"))
    return steps
