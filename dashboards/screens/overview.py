"""Overview: are we on plan, what moved, what needs me.

**Belongs here**: six key figures, the bridge to net profit, the exceptions with money at stake.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

import streamlit as st

from dashboards import charts, frame
from dashboards.cards import Card, draw_card
from dashboards.formatting import (
    UNITS,
    change,
    change_ratio,
    money,
    month_words,
    number,
    percent,
    variance_percent,
)
from dashboards.statements import bridge_steps
from dashboards.tables import draw_table, figures_column, tone_of, words_column
from dashboards.tiles import Answer, Row

Kind = Literal["flow", "ratio", "balance", "days"]
CARDS_A_ROW = 3
BASES = {"PL": "pl_amount", "PY": "py_amount"}


class Figure(NamedTuple):
    """A key figure: its code, how it behaves over a window, the screen that explains it.

    Attributes:
        code: `figure_code` of the query.
        kind: Flows add up over a window, ratios divide sums, balances and days stand at its end.
        parts: Figures the window is made of: one to sum, or dividend and divisor of a ratio.
        screen: Where a click leads.
        increase_is_good: Whether more is better.
    """

    code: str
    kind: Kind
    parts: tuple[str, ...]
    screen: frame.ScreenName
    increase_is_good: bool = True


FIGURES = (
    Figure("net_sales", "flow", ("net_sales",), "sales"),
    Figure("gross_margin_ratio", "ratio", ("gross_profit", "total_revenue"), "profit_and_loss"),
    Figure("ebit", "flow", ("ebit",), "profit_and_loss"),
    Figure("cash", "balance", ("cash",), "balance_sheet"),
    Figure("dso_days", "days", ("dso_days",), "receivables", increase_is_good=False),
    Figure(
        "overdue_receivables",
        "balance",
        ("overdue_receivables",),
        "receivables",
        increase_is_good=False,
    ),
)


class Months:
    """Key figures by code and period, and what they come to over a window."""

    def __init__(self, answer: Answer) -> None:
        self._rows: dict[tuple[str, str], Row] = {
            (row["figure_code"], row["fiscal_period"]): row for row in answer.rows
        }
        self.periods = sorted({row["fiscal_period"] for row in answer.rows})

    def over(
        self, figure: Figure, window: tuple[str, str], column: str = "amount"
    ) -> Decimal | None:
        """The figure of a window: a sum, a ratio of sums, or the state at its end.

        Args:
            figure: Which figure.
            window: First and last fiscal period.
            column: `amount` for actuals, `pl_amount` for the plan.
        """
        if figure.kind in ("balance", "days"):
            row = self._rows.get((figure.code, window[1]))
            return row[column] if row else None
        sums = [self._sum(part, window, column) for part in figure.parts]
        if figure.kind == "flow":
            return sums[0]
        return None if sums[0] is None or not sums[1] else sums[0] / sums[1]

    def _sum(self, code: str, window: tuple[str, str], column: str) -> Decimal | None:
        inside = [
            self._rows[code, period][column]
            for period in self.periods
            if window[0] <= period <= window[1] and (code, period) in self._rows
        ]
        known = [amount for amount in inside if amount is not None]
        return sum(known, Decimal(0)) if known else None


def _base(here: frame.Frame, figure: Figure, months: Months) -> tuple[str, Decimal | None]:
    """The scenario a figure is set against and its value; the prior year where none is planned."""
    versus = here.filters.comparison
    if versus == "PL" and figure.kind in ("flow", "ratio"):
        return "PL", months.over(figure, here.filters.window, "pl_amount")
    if versus == "FC" and figure.code == "net_sales":
        forecast = here.ask("planning/revenue_forecast_of_window").rows
        return "FC", forecast[0]["fc_amount"] if forecast else None
    return "PY", months.over(figure, here.filters.prior_window)


def _value_words(here: frame.Frame, figure: Figure, value: Decimal | None) -> str:
    if figure.kind == "ratio":
        return percent(value)
    if figure.kind == "days":
        return number(value, 1)
    return money(value, here.filters.unit)


def _variance_words(
    here: frame.Frame, figure: Figure, value: Decimal | None, base: Decimal | None, scenario: str
) -> str:
    variance = change(value, base)
    if variance is None:
        return here.words("overview.no_base", scenario=scenario)
    if figure.kind == "ratio":
        size = here.words("overview.points", points=number(variance * 100, 1, sign=True))
    elif figure.kind == "days":
        size = number(variance, 1, sign=True)
    else:
        ratio = variance_percent(change_ratio(value, base))
        size = f"{money(variance, here.filters.unit, sign=True)} ({ratio})"
    arrow = "▲" if variance > 0 else "▼" if variance < 0 else "■"
    return f"{arrow} {size} {here.words('overview.against', scenario=scenario)}"


def _card(here: frame.Frame, figure: Figure, months: Months) -> Card:
    words = here.words
    value = months.over(figure, here.filters.window)
    scenario, base = _base(here, figure, months)
    if figure.kind == "ratio" and value is not None and base is not None:
        # What rounds to nothing is no variance to colour.
        value, base = round(value, 3), round(base, 3)
    unit = {"ratio": "%", "days": words("overview.days")}.get(figure.kind, here.unit_words)
    trend = [months.over(figure, (period, period)) for period in here.trend_periods]
    name = words(f"kpi.{figure.code}")
    return Card(
        name=f"{name}, {unit}",
        value=_value_words(here, figure, value),
        variance=_variance_words(here, figure, value, base, scenario),
        tone=tone_of(change(value, base), figure.increase_is_good),
        trend=trend,
        trend_words=words("overview.trend", name=name, count=len(trend)),
    )


def _draw_cards(here: frame.Frame, answer: Answer) -> None:
    months = Months(answer)
    shown = [figure for figure in FIGURES if months.over(figure, here.filters.window) is not None]
    # Row by row, so that cards keep their order where columns stack.
    for first in range(0, len(shown), CARDS_A_ROW):
        columns = st.columns(CARDS_A_ROW)
        for column, figure in zip(columns, shown[first : first + CARDS_A_ROW], strict=False):
            with column, st.container(border=True, key=f"card_{figure.code}"):
                draw_card(_card(here, figure, months))
                st.page_link(
                    f"screens/{figure.screen}.py",
                    label=here.words(f"overview.explain.{figure.screen}"),
                    icon=":material/arrow_forward:",
                )


def _draw_bridge(here: frame.Frame, answer: Answer) -> None:
    scenario = here.filters.comparison if here.filters.comparison in BASES else "PY"
    steps = bridge_steps(
        answer.rows,
        "ac_amount",
        BASES[scenario],
        "net_profit",
        scenario,
        here.filters.unit,
        here.words,
    )
    subtitle = " · ".join(
        (
            here.unit_words,
            here.when,
            here.words("frame.versus", comparison=here.words(f"scenario.{scenario}")),
        )
    )
    with here.tile("bridge", answer, subtitle=subtitle, fills=True):
        if steps:
            title = here.words("overview.bridge.title")
            charts.draw(charts.bridge(steps, here.palette), title, here.palette)
        else:
            here.say("frame.no_comparison", comparison=here.words(f"scenario.{scenario}"))


def _draw_exceptions(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("audit/needs_attention")
    unit = UNITS[here.filters.unit.code]
    currency = here.release.presentation_currency
    subtitle = f"{currency} {words(f'unit_after_currency.{unit.code}')}".strip()
    with here.tile("exceptions", answer, subtitle=subtitle, fills=True):
        if not answer.rows:
            here.say("overview.exceptions.none")
            return
        draw_table(
            words("overview.exceptions.title"),
            [
                words_column(
                    words("overview.exceptions.kind"),
                    lambda row: words(f"overview.exceptions.kinds.{row['kind']}"),
                    wraps=True,
                ),
                words_column(
                    words("overview.exceptions.subject"), lambda row: row["subject"], wraps=True
                ),
                figures_column(
                    words("overview.exceptions.count"), lambda row: number(row["item_count"])
                ),
                figures_column(
                    words("overview.exceptions.amount"),
                    lambda row: money(row["amount_group"], unit),
                ),
            ],
            answer.rows,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("overview"):
        statement = here.ask("statements/profit_and_loss", layout="ifrs")
        figures = here.ask("statements/key_figures")
        month = month_words(here.filters.period.fiscal_period, here.words.language)
        if figures.rows:
            _draw_cards(here, figures)
        else:
            here.say("overview.no_figures", month=month)
        left, right = st.columns(2)
        with left:
            if statement.rows:
                _draw_bridge(here, statement)
            else:
                here.say_no_statement()
        with right:
            _draw_exceptions(here)


draw(frame.current())
