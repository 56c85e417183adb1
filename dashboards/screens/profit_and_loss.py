"""Profit and loss: which lines explain the variance.

**Belongs here**: matrix of actuals, plan, prior year and forecast; bridge; months.
"""

from __future__ import annotations

from dashboards import charts, frame
from dashboards.filters import choose_layout
from dashboards.formatting import change, money, short_month_words
from dashboards.statements import (
    amount_column,
    bridge_steps,
    draw_proofs,
    indent_of,
    kind_of,
    line_column,
    lines_with_amounts,
    variance_columns,
)
from dashboards.tables import Column, draw_table, figures_column
from dashboards.tiles import Answer, Row

PROOFS = ("ST-2", "ST-4", "ST-5", "ST-7")
BASES = {"PL": "pl_amount", "PY": "py_amount", "FC": "fc_amount"}


def _with_forecast(here: frame.Frame, answer: Answer) -> Answer:
    """The statement with `fc_amount`, known on the revenue line alone."""
    forecast = here.ask("planning/revenue_forecast_of_window")
    amount = forecast.rows[0]["fc_amount"] if forecast.rows else None
    rows = tuple(
        {**row, "fc_amount": amount if row["line_code"] in ("revenue", "main_revenue") else None}
        for row in answer.rows
    )
    return Answer(answer.query, (*answer.columns, "fc_amount"), rows)


def _draw_matrix(here: frame.Frame, answer: Answer) -> None:
    words, unit = here.words, here.filters.unit
    versus = here.filters.comparison
    columns: list[Column] = [
        line_column(words, "profit_and_loss"),
        amount_column("PY", "py_amount", unit, "py"),
        amount_column("PL", "pl_amount", unit, "pl"),
        amount_column("FC", "fc_amount", unit, "fc"),
        amount_column("AC", "ac_amount", unit, "ac"),
        *variance_columns(answer.rows, "ac_amount", BASES[versus], f"Δ{versus}", unit),
        amount_column(words("profit_and_loss.last_twelve"), "last_twelve_months_amount", unit),
    ]
    proofs = here.ask("audit/statement_proofs")
    with here.tile("matrix", answer, proofs):
        draw_table(
            words("profit_and_loss.matrix.title"),
            columns,
            lines_with_amounts(answer.rows, "py_amount", "pl_amount", "fc_amount", "ac_amount"),
            kind_of=kind_of,
            indent_of=indent_of,
        )
        draw_proofs(words, proofs, *PROOFS)


def _draw_bridge(here: frame.Frame, answer: Answer) -> None:
    versus = here.filters.comparison
    steps = bridge_steps(
        answer.rows,
        "ac_amount",
        BASES[versus],
        "net_profit",
        versus,
        here.filters.unit,
        here.words,
    )
    with here.tile("bridge", answer, subtitle=here.versus_and_unit):
        if not steps:
            here.say("frame.no_comparison", comparison=here.words(f"scenario.{versus}"))
            return
        charts.draw(
            charts.bridge(steps, here.palette),
            here.words("profit_and_loss.bridge.title"),
            here.palette,
        )


def _draw_months(here: frame.Frame, answer: Answer) -> None:
    words, unit = here.words, here.filters.unit
    periods = list(dict.fromkeys(row["fiscal_period"] for row in answer.rows))
    lines: dict[str, Row] = {}
    for row in answer.rows:
        line = lines.setdefault(row["line_code"], {**row, "months": {}})
        line["months"][row["fiscal_period"]] = row["amount"]

    def month_column(period: str) -> Column:
        return figures_column(
            short_month_words(period, words.language),
            lambda row: money(row["months"].get(period), unit),
            "ac",
        )

    with here.tile("months", answer):
        draw_table(
            words("profit_and_loss.months.title"),
            [line_column(words, "profit_and_loss"), *(month_column(period) for period in periods)],
            [
                line
                for line in lines.values()
                if line["is_subtotal"] or any(line["months"].values())
            ],
            kind_of=kind_of,
            indent_of=indent_of,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    words = here.words
    with here.screen("profit_and_loss"):
        layout = choose_layout(words)
        answer = here.ask("statements/profit_and_loss", layout=layout)
        if not answer.rows:
            here.say_no_statement()
            return
        answer = _with_forecast(here, answer)
        if all(change(row["ac_amount"], row["pl_amount"]) is None for row in answer.rows):
            here.say("frame.no_comparison", comparison=words("scenario.PL"))
        _draw_matrix(here, answer)
        _draw_bridge(here, answer)
        _draw_months(here, here.ask("statements/profit_and_loss_months", layout=layout))


draw(frame.current())
