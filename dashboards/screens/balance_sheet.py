"""Balance sheet, equity and cash flow: does it balance, who owns it, where did the cash go.

**Belongs here**: both sides of the balance sheet, changes in equity, the cash flow by both methods,
its bridge, the proofs as rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from dashboards import charts, frame
from dashboards.charts import Step, StepKind
from dashboards.filters import choose_layout
from dashboards.formatting import UNITS, change, money
from dashboards.statements import (
    amount_column,
    draw_proofs,
    indent_of,
    kind_of,
    line_column,
    lines_with_amounts,
    trace_of,
    variance_columns,
)
from dashboards.tables import (
    Cell,
    Column,
    RowKind,
    draw_table,
    tone_of,
    words_column,
)
from dashboards.tiles import Answer, Row

BALANCES = ("opening_cash", "closing_cash")
FLOWS = ("net_cash_operating", "net_cash_investing", "net_cash_financing", "fx_effect")
BALANCE_PROOFS = ("ST-1", "ST-4", "ST-5")
CASH_PROOFS = ("CF-2", "CF-3", "CF-6")
INDIRECT_PROOFS = ("CF-1",)
EQUITY_PROOFS = ("ST-3", "ST-6")
FULL = UNITS["1"]


def _statement_kind(row: Row) -> RowKind:
    return "proof" if row.get("is_proof") else kind_of(row)


def _proof_row(here: frame.Frame, name: str, amounts: Row) -> Row:
    words = here.words(f"balance_sheet.{name}")
    return {
        "line_code": name,
        "line_name": words,
        "line_name_zh": words,
        "is_proof": True,
        "is_subtotal": True,
        "level": 0,
        "increase_is_good": True,
        **amounts,
    }


def _amount_or_proof(heading: str, key: str, here: frame.Frame, mark: str = "") -> Column:
    """Amounts in the chosen unit; a proof to the cent, with a tick or a cross."""

    def cell(row: Row) -> Cell:
        if not row.get("is_proof"):
            return Cell(money(row[key], here.filters.unit))
        residual = row.get(key)
        if residual is None:
            return Cell("")
        mark_of = "✓" if residual == 0 else "✗"
        return Cell(f"{money(residual, FULL)} {mark_of}", tone="good" if residual == 0 else "bad")

    return Column(heading, cell, mark=mark)


def _variance_to(here: frame.Frame, base_key: str, heading: str) -> Column:
    def cell(row: Row) -> Cell:
        if row.get("is_proof"):
            return Cell("")
        variance = change(row["ac_amount"], row[base_key])
        return Cell(
            money(variance, here.filters.unit, sign=True),
            tone_of(variance, row["increase_is_good"]),
        )

    return Column(heading, cell)


def _draw_side(
    here: frame.Frame, name: str, rows: Sequence[Row], answers: Sequence[Answer]
) -> None:
    words = here.words
    with here.tile(name, *answers, subtitle=here.at_end):
        draw_table(
            words(f"balance_sheet.{name}.title"),
            [
                line_column(words, "balance_sheet"),
                _amount_or_proof(
                    words("balance_sheet.year_end"), "prior_year_end_amount", here, "py"
                ),
                _amount_or_proof(
                    words("balance_sheet.previous"), "previous_period_amount", here, "ac"
                ),
                _amount_or_proof("AC", "ac_amount", here, "ac"),
                _variance_to(here, "prior_year_end_amount", words("balance_sheet.since_year_end")),
            ],
            rows,
            kind_of=_statement_kind,
            indent_of=indent_of,
        )
        if name == "funding":
            draw_proofs(words, answers[-1], *BALANCE_PROOFS)


def _draw_balance_sheet(here: frame.Frame, layout: str, flows: Answer, proofs: Answer) -> None:
    answer = here.ask("statements/balance_sheet", layout=layout)
    proof = here.ask("statements/balance_sheet_proof", layout=layout)
    shown = lines_with_amounts(
        answer.rows, "prior_year_end_amount", "previous_period_amount", "ac_amount"
    )
    left, right = st.columns(2)
    with left:
        assets = [row for row in shown if row["is_asset"]]
        _draw_side(here, "assets", assets, (answer,))
        _draw_cash_bridge(here, flows)
    with right:
        others = [row for row in shown if not row["is_asset"]]
        proof_row = _proof_row(here, "balance_proof", dict(proof.rows[0]))
        _draw_side(here, "funding", [*others, proof_row], (proof, proofs))


def _draw_cash_flow(here: frame.Frame, layout: str, answer: Answer, proofs: Answer) -> None:
    words, unit = here.words, here.filters.unit
    proof = here.ask("statements/cash_flow_proof", layout=layout)
    proof_row = _proof_row(here, "cash_proof", {"py_amount": None, **proof.rows[0]})
    # Opening and closing cash are balances: a bar of theirs would dwarf the flows.
    flows = [row for row in answer.rows if row["line_code"] not in BALANCES]
    variance, bar, ratio, pin = variance_columns(flows, "ac_amount", "py_amount", "ΔPY", unit)

    def of_flows(column: Column) -> Column:
        return column._replace(
            cell=lambda row: (
                Cell("")
                if row.get("is_proof") or row["line_code"] in BALANCES
                else column.cell(row)
            )
        )

    def unless_proof(column: Column) -> Column:
        return column._replace(
            cell=lambda row: Cell("") if row.get("is_proof") else column.cell(row)
        )

    with here.tile("cash_flow", answer, proof, proofs, subtitle=_window(here)):
        draw_table(
            words("balance_sheet.cash_flow.title"),
            [
                line_column(words, "cash_flow"),
                amount_column("PY", "py_amount", unit, "py")._replace(
                    cell=lambda row: Cell(
                        "" if row.get("is_proof") else money(row["py_amount"], unit)
                    )
                ),
                _amount_or_proof("AC", "ac_amount", here, "ac"),
                unless_proof(variance),
                of_flows(bar),
                unless_proof(ratio),
                of_flows(pin),
            ],
            [*lines_with_amounts(answer.rows, "py_amount", "ac_amount"), proof_row],
            kind_of=_statement_kind,
            indent_of=indent_of,
        )
        draw_proofs(words, proofs, *CASH_PROOFS)


def _window(here: frame.Frame) -> str:
    return f"{here.unit_words} · {here.when}"


def _cash_steps(here: frame.Frame, answer: Answer) -> list[Step]:
    lines = {row["line_code"]: row for row in answer.rows}
    opening, closing = lines.get("opening_cash"), lines.get("closing_cash")
    if opening is None or closing is None:
        return []
    unit, words = here.filters.unit, here.words
    at: Decimal = opening["ac_amount"]
    steps = [Step(words.named(opening, "line_name"), Decimal(0), at, money(at, unit), "AC")]
    for code in FLOWS:
        flow = lines.get(code)
        if flow is None or not flow["ac_amount"]:
            continue
        moved: Decimal = flow["ac_amount"]
        kind: StepKind = "good" if moved > 0 else "bad"
        label = money(moved, unit, sign=True)
        steps.append(Step(words.named(flow, "line_name"), at, at + moved, label, kind))
        at += moved
    end: Decimal = closing["ac_amount"]
    steps.append(Step(words.named(closing, "line_name"), Decimal(0), end, money(end, unit), "AC"))
    return steps


def _draw_cash_bridge(here: frame.Frame, answer: Answer) -> None:
    with here.tile("cash_bridge", answer, subtitle=_window(here)):
        if steps := _cash_steps(here, answer):
            title = here.words("balance_sheet.cash_bridge.title")
            charts.draw(charts.bridge(steps, here.palette), title, here.palette)


def _draw_cash_flow_indirect(here: frame.Frame, layout: str, proofs: Answer) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("statements/cash_flow_indirect", layout=layout)
    with here.tile("cash_flow_indirect", answer, proofs, subtitle=_window(here)):
        draw_table(
            words("balance_sheet.cash_flow_indirect.title"),
            [
                line_column(words, "cash_flow_indirect"),
                amount_column("PY", "py_amount", unit, "py"),
                amount_column("AC", "ac_amount", unit, "ac"),
                *variance_columns(answer.rows, "ac_amount", "py_amount", "ΔPY", unit),
            ],
            lines_with_amounts(answer.rows, "py_amount", "ac_amount"),
            kind_of=kind_of,
            indent_of=indent_of,
        )
        draw_proofs(words, proofs, *INDIRECT_PROOFS)


def _draw_changes_in_equity(here: frame.Frame, proofs: Answer) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("statements/changes_in_equity")
    components = {row["component_code"]: row for row in answer.rows if row["amount"]}
    movements: dict[str, Row] = {}
    for row in answer.rows:
        movement = movements.setdefault(row["movement_kind"], {**row, "amounts": {}})
        movement["amounts"][row["component_code"]] = row["amount"]

    def traced(component: str, row: Row, amount: Decimal) -> Cell:
        href = trace_of("changes_in_equity", f"{component}.{row['movement_kind']}")
        return Cell(money(amount, unit), href=href if amount else "")

    def component_column(code: str) -> Column:
        return Column(
            words.named(components[code], "component_name"),
            lambda row: traced(code, row, row["amounts"][code]),
        )

    def total(row: Row) -> Cell:
        return traced("total", row, sum(row["amounts"].values(), Decimal(0)))

    def kind(row: Row) -> RowKind:
        if row["movement_kind"] == "opening":
            return "sub"
        return "total" if row["movement_kind"] == "closing" else ""

    with here.tile("changes_in_equity", answer, proofs, subtitle=_window(here)):
        draw_table(
            words("balance_sheet.changes_in_equity.title"),
            [
                words_column(
                    words("statements.line"),
                    lambda row: words.named(row, "movement_name"),
                    wraps=True,
                ),
                *(component_column(code) for code in components),
                Column(words("statements.total"), total, mark="ac"),
            ],
            [row for row in movements.values() if kind(row) or any(row["amounts"].values())],
            kind_of=kind,
        )
        draw_proofs(words, proofs, *EQUITY_PROOFS)


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("balance_sheet", compares=False):
        layout = choose_layout(here.words)
        flows = here.ask("statements/cash_flow", layout=layout)
        proofs = here.ask("audit/statement_proofs")
        if not here.ask("statements/balance_sheet", layout=layout).rows:
            here.say("frame.no_ledger")
            return
        _draw_balance_sheet(here, layout, flows, proofs)
        _draw_changes_in_equity(here, proofs)
        if not flows.rows:
            here.say_no_statement()
            return
        _draw_cash_flow(here, layout, flows, proofs)
        _draw_cash_flow_indirect(here, layout, proofs)


draw(frame.current())
