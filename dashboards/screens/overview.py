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
)
from dashboards.statements import bridge_steps
from dashboards.tables import draw_table, figures_column, tone_of, words_column
from dashboards.tiles import Answer, Row

Kind = Literal["flow", "ratio", "balance", "days"]
BASES = {"PL": "pl_amount", "PY": "py_amount"}


class Figure(NamedTuple):
    """A key figure: its code, how it behaves over a window, the screen that explains it.

    Attributes:
        code: `kpi_code` in the release.
        kind: Flows add up over a window, ratios divide sums, balances and days stand at its end.
        line_code: Statement line with its plan; empty where nothing is planned.
        screen: Where a click leads.
        increase_is_good: Whether more is better.
    """

    code: str
    kind: Kind
    line_code: str
    screen: frame.ScreenName
    increase_is_good: bool = True


FIGURES = (
    Figure("net_sales", "flow", "revenue", "sales"),
    Figure("gross_margin_ratio", "ratio", "gross_profit", "profit_and_loss"),
    Figure("ebit", "flow", "operating_profit", "profit_and_loss"),
    Figure("cash", "balance", "", "balance_sheet"),
    Figure("dso_days", "days", "", "receivables", increase_is_good=False),
    Figure("overdue_receivables", "balance", "", "receivables", increase_is_good=False),
)


class Months:
    """Key figures by code and period, and what they come to over a window."""

    def __init__(self, answer: Answer, currency_code: str) -> None:
        self._amounts: dict[tuple[str, str], Decimal] = {
            (row["kpi_code"], row["fiscal_period"]): row["amount"]
            for row in answer.rows
            if row["amount"] is not None and row["currency_code"] in (None, currency_code)
        }
        self.periods = sorted({row["fiscal_period"] for row in answer.rows})

    def at(self, code: str, period: str) -> Decimal | None:
        """The figure of one month."""
        return self._amounts.get((code, period))

    def over(self, figure: Figure, window: tuple[str, str]) -> Decimal | None:
        """The figure of a window: a sum, a ratio of sums, or the state at its end."""
        if figure.kind in ("balance", "days"):
            return self.at(figure.code, window[1])
        if figure.kind == "flow":
            return self._sum(figure.code, window)
        if window[0] == window[1]:
            return self.at(figure.code, window[1])
        profit, sales = self._sum("gross_profit", window), self._sum("net_sales", window)
        return None if profit is None or not sales else profit / sales

    def _sum(self, code: str, window: tuple[str, str]) -> Decimal | None:
        inside = [
            self._amounts[code, period]
            for period in self.periods
            if window[0] <= period <= window[1] and (code, period) in self._amounts
        ]
        return sum(inside, Decimal(0)) if inside else None


def _planned(figure: Figure, lines: dict[str, Row]) -> Decimal | None:
    line, sales = lines.get(figure.line_code), lines.get("revenue")
    if line is None or sales is None or line["pl_amount"] is None:
        return None
    if figure.kind != "ratio":
        planned: Decimal = line["pl_amount"]
        return planned
    return line["pl_amount"] / sales["pl_amount"] if sales["pl_amount"] else None


def _base(
    here: frame.Frame, figure: Figure, months: Months, lines: dict[str, Row]
) -> tuple[str, Decimal | None]:
    """The scenario a figure is set against and its value; the prior year where none is planned."""
    versus = here.filters.comparison
    if versus == "PL" and figure.line_code:
        return "PL", _planned(figure, lines)
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
        ratio = percent(change_ratio(value, base), sign=True)
        size = f"{money(variance, here.filters.unit, sign=True)} ({ratio})"
    arrow = "▲" if variance > 0 else "▼" if variance < 0 else "■"
    return f"{arrow} {size} {here.words('overview.against', scenario=scenario)}"


def _card(here: frame.Frame, figure: Figure, months: Months, lines: dict[str, Row]) -> Card:
    words = here.words
    value = months.over(figure, here.filters.window)
    scenario, base = _base(here, figure, months, lines)
    unit = {
        "ratio": "%",
        "days": words("overview.days"),
    }.get(figure.kind, here.unit_words)
    shown = [period for period in months.periods if period <= here.filters.period.fiscal_period]
    trend = [months.at(figure.code, period) for period in shown[-13:]]
    name = words(f"kpi.{figure.code}")
    return Card(
        name=f"{name}, {unit}",
        value=_value_words(here, figure, value),
        variance=_variance_words(here, figure, value, base, scenario),
        tone=tone_of(change(value, base), figure.increase_is_good),
        trend=trend,
        trend_words=words("overview.trend", name=name, count=len(trend)),
    )


def _draw_cards(here: frame.Frame, answer: Answer, lines: dict[str, Row]) -> None:
    months = Months(answer, here.filters.currency_code)
    columns = st.columns(3)
    for at, figure in enumerate(FIGURES):
        with columns[at % 3], st.container(border=True, key=f"card_{figure.code}"):
            draw_card(_card(here, figure, months, lines))
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
    with here.tile("bridge", answer, subtitle=subtitle):
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
    with here.tile("exceptions", answer, subtitle=subtitle):
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
        lines = {row["line_code"]: row for row in statement.rows}
        figures = here.ask("statements/kpis")
        month = month_words(here.filters.period.fiscal_period, here.words.language)
        if figures.rows:
            _draw_cards(here, figures, lines)
        else:
            here.say("overview.no_figures", month=month)
        left, right = st.columns(2)
        with left:
            if statement.rows:
                _draw_bridge(here, statement)
            else:
                here.say("frame.no_ledger")
        with right:
            _draw_exceptions(here)


draw(frame.current())
