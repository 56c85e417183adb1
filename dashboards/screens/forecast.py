"""Forecast: what is projected, how good it has been, what the year comes to against plan.

**Belongs here**: fan with intervals, backtest and scores, year outlook, parts that add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from dashboards import charts, frame
from dashboards.charts import Fan, Point
from dashboards.filters import choose_one
from dashboards.formatting import (
    UNITS,
    Unit,
    change,
    money,
    month_words,
    number,
    percent,
    short_month_words,
)
from dashboards.tables import (
    Cell,
    Column,
    RowKind,
    draw_table,
    figures_column,
    tone_of,
    words_column,
)
from dashboards.tiles import Answer, Row

ALL = "ALL"
FULL = UNITS["1"]


def _choose_series(here: frame.Frame) -> tuple[str, str]:
    words = here.words
    series = [
        (str(row["product_line"]), str(row["region"])) for row in here.ask("planning/series").rows
    ]
    lines = _all_first({line for line, _ in series})

    def words_of(code: str) -> str:
        return words("forecast.all") if code.upper() == ALL else code

    bar = st.container(horizontal=True, width=540)
    with bar:
        line: str = choose_one("product_line", words("forecast.product_line"), lines, words_of)
        regions = _all_first({region for of_line, region in series if of_line == line})
        region: str = choose_one("region", words("forecast.region"), regions, words_of)
    return line, region


def _all_first(codes: set[str]) -> list[str]:
    return sorted(codes, key=lambda code: (code.upper() != ALL, code)) or [ALL]


def _draw_fan(here: frame.Frame, actual: Answer, projected: Answer) -> None:
    words, unit, language = here.words, here.filters.unit, here.words.language
    model = projected.rows[0]["model"]
    origin = projected.rows[0]["origin_month"].strftime("%Y-%m")
    subtitle = here.group_unit_and(
        words(
            "forecast.origin",
            month=month_words(origin, language),
            model=words.code("codes.model", model),
        )
    )
    with here.tile("fan", projected, actual, subtitle=subtitle):
        last = len(actual.rows) - 1
        history = [
            Point(
                short_month_words(row["fiscal_period"], language),
                row["ac_amount"],
                money(row["ac_amount"], unit) if at == last else "",
            )
            for at, row in enumerate(actual.rows)
        ]
        end = len(projected.rows) - 1
        future = [
            Fan(
                words=short_month_words(row["fiscal_period"], language),
                amount=row["value_amount"],
                label=f"FC {money(row['value_amount'], unit)}" if at in (0, end) else "",
                **{name: row[name] for name in ("lo50", "hi50", "lo80", "hi80", "lo95", "hi95")},
            )
            for at, row in enumerate(projected.rows)
        ]
        charts.draw(
            charts.fan(history, future, here.palette), words("forecast.fan.title"), here.palette
        )
        here.say("forecast.fan.legend")


def _draw_table_of_months(here: frame.Frame, projected: Answer) -> None:
    words, unit = here.words, here.filters.unit
    with here.tile("months", projected, subtitle=here.group_unit_and("")):
        draw_table(
            words("forecast.months.title"),
            [
                words_column(
                    words("filters.period"),
                    lambda row: month_words(row["fiscal_period"], words.language),
                ),
                figures_column("FC", lambda row: money(row["value_amount"], unit), "fc"),
                *(
                    figures_column(
                        words("forecast.interval", share=share),
                        _interval_words(low, high, here),
                    )
                    for share, low, high in (
                        ("50", "lo50", "hi50"),
                        ("80", "lo80", "hi80"),
                        ("95", "lo95", "hi95"),
                    )
                ),
            ],
            projected.rows,
        )


def _interval_words(low: str, high: str, here: frame.Frame) -> Callable[[Row], str]:
    unit = here.filters.unit
    return lambda row: f"{money(row[low], unit)} … {money(row[high], unit)}"


def _draw_scores(here: frame.Frame, line: str, region: str) -> None:
    words = here.words
    answer = here.ask("planning/scores", product_line=line, region=region)

    def skill(row: Row) -> Cell:
        value = row["skill_vs_naive"]
        return Cell(percent(value, sign=True), tone_of(value))

    with here.tile("scores", answer):
        if not answer.rows:
            here.say("forecast.no_scores")
            return
        draw_table(
            words("forecast.scores.title"),
            [
                words_column(
                    words("forecast.model"), lambda row: words.code("codes.model", row["model"])
                ),
                figures_column("MASE", lambda row: number(row["mase"], 2)),
                figures_column("WAPE", lambda row: percent(row["wape"])),
                figures_column(words("forecast.bias"), lambda row: percent(row["bias"], sign=True)),
                figures_column(
                    words("forecast.coverage", share="80"), lambda row: percent(row["coverage_80"])
                ),
                figures_column(
                    words("forecast.coverage", share="95"), lambda row: percent(row["coverage_95"])
                ),
                Column(words("forecast.skill"), skill),
            ],
            answer.rows,
        )
        best = next((row for row in answer.rows if row["skill_vs_naive"] is not None), None)
        if best is not None and best["skill_vs_naive"] <= 0:
            here.say("forecast.no_skill")


def _draw_backtest(here: frame.Frame, line: str, region: str) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("planning/backtest", product_line=line, region=region)
    with here.tile("backtest", answer, subtitle=here.group_unit_and("")):
        if not answer.rows:
            here.say("forecast.no_scores")
            return
        draw_table(
            words("forecast.backtest.title"),
            [
                words_column(
                    words("filters.period"),
                    lambda row: month_words(row["fiscal_period"], words.language),
                ),
                figures_column(words("forecast.horizon"), lambda row: number(row["horizon"])),
                figures_column("FC", lambda row: money(row["fc_amount"], unit), "fc"),
                figures_column("AC", lambda row: money(row["ac_amount"], unit), "ac"),
                Column("ΔFC", lambda row: _variance(here, row["ac_amount"], row["fc_amount"])),
            ],
            list(reversed(answer.rows)),
            is_tall=True,
        )


def _variance(here: frame.Frame, amount: Decimal | None, base: Decimal | None) -> Cell:
    difference = change(amount, base)
    return Cell(money(difference, here.filters.unit, sign=True), tone_of(difference))


def _outlook_rows(here: frame.Frame, rows: Sequence[Row]) -> list[Row]:
    named = [
        {
            **row,
            "words": month_words(row["fiscal_period"], here.words.language),
            "outlook": row["ac_amount"] if row["ac_amount"] is not None else row["fc_amount"],
            "kind": "",
        }
        for row in rows
    ]
    total: Row = {"words": here.words("forecast.year"), "kind": "total"}
    for key in ("ac_amount", "fc_amount", "outlook", "pl_amount"):
        known = [row[key] for row in named if row[key] is not None]
        total[key] = sum(known, Decimal(0)) if known else None
    return [*named, total]


def _draw_outlook(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("planning/year_outlook")
    rows = _outlook_rows(here, answer.rows)

    def kind(row: Row) -> RowKind:
        return "total" if row["kind"] else ""

    with here.tile("outlook", answer, subtitle=here.group_unit_and("")):
        draw_table(
            words("forecast.outlook.title"),
            [
                words_column(words("filters.period"), lambda row: row["words"]),
                figures_column("PL", lambda row: money(row["pl_amount"], unit), "pl"),
                figures_column("AC", lambda row: money(row["ac_amount"], unit), "ac"),
                figures_column("FC", lambda row: money(row["fc_amount"], unit), "fc"),
                Column("ΔPL", lambda row: _variance(here, row["outlook"], row["pl_amount"])),
            ],
            rows,
            kind_of=kind,
        )


def _draw_children(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("planning/children")
    with here.tile("children", answer, subtitle=here.group_unit_and("")):
        if not answer.rows:
            here.say("forecast.no_scores")
            return
        residual = answer.rows[0]["residual_amount"]
        proof = {
            "product_line": words("forecast.children.proof"),
            "fc_amount": residual,
            "kind": "proof",
        }
        draw_table(
            words("forecast.children.title"),
            [
                words_column(
                    words("forecast.product_line"),
                    lambda row: (
                        words("forecast.all")
                        if str(row["product_line"]).upper() == ALL
                        else row["product_line"]
                    ),
                ),
                Column("FC", lambda row: _child_cell(row, unit), mark="fc"),
            ],
            [*answer.rows, proof],
            kind_of=_child_kind,
        )


def _child_cell(row: Row, unit: Unit) -> Cell:
    if row.get("kind") != "proof":
        return Cell(money(row["fc_amount"], unit))
    holds = row["fc_amount"] == 0
    return Cell(
        f"{money(row['fc_amount'], FULL)} {'✓' if holds else '✗'}", "good" if holds else "bad"
    )


def _child_kind(row: Row) -> RowKind:
    if row.get("kind") == "proof":
        return "proof"
    return "total" if row["is_total"] else ""


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("forecast", compares=False):
        line, region = _choose_series(here)
        projected = here.ask("planning/forecast", product_line=line, region=region)
        actual = here.ask("planning/actual_revenue", product_line=line, region=region)
        if not projected.rows:
            here.say("forecast.nothing")
            return
        _draw_fan(here, actual, projected)
        _draw_scores(here, line, region)
        left, right = st.columns(2)
        with left:
            _draw_backtest(here, line, region)
            _draw_children(here)
        with right:
            _draw_outlook(here)
            _draw_table_of_months(here, projected)


draw(frame.current())
