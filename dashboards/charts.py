"""Charts in the IBCS notation: scenario is fill, variance is colour with a sign.

**Belongs here**: Altair specifications with their labels on the data. This is the only module of
the dashboards where money becomes a float: a bar's length needs no cents, and every figure written
next to it comes as words made from the exact Decimal.

**Keep out**: queries, number formats, the choice of what to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any, Final, Literal, NamedTuple
from unicodedata import east_asian_width

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.palette import Palette

FOLD: Final = "¶"
LINE_WIDTH: Final = 26
FONT: Final = '"Source Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

StepKind = Literal["AC", "PY", "PL", "FC", "good", "bad"]
Scenario = Literal["AC", "PY", "PL", "FC"]


class Step(NamedTuple):
    """One row of a bridge: its words, where its bar starts and ends, what it means."""

    words: str
    start: Decimal
    end: Decimal
    label: str
    kind: StepKind


class Bar(NamedTuple):
    """One horizontal bar: its words, its size, the figure written beside it."""

    words: str
    amount: Decimal
    label: str
    scenario: Scenario = "AC"


class Point(NamedTuple):
    """One month of a series: its words, its size, its label, its scenario."""

    words: str
    amount: Decimal | None
    label: str = ""
    scenario: Scenario = "AC"


class Fan(NamedTuple):
    """One projected month with its 50, 80 and 95 % intervals."""

    words: str
    amount: Decimal
    lo50: Decimal
    hi50: Decimal
    lo80: Decimal
    hi80: Decimal
    lo95: Decimal
    hi95: Decimal
    label: str = ""


def draw(chart: Any, alt_words: str, palette: Palette) -> None:
    """Draw a chart over the full width with a name for people who hear the screen."""
    styled = (
        chart.configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.ink,
            titleColor=palette.muted,
            domainColor=palette.muted,
            tickColor=palette.muted,
            gridColor=palette.rule,
            labelFontSize=12,
        )
        .configure_header(labelColor=palette.ink, labelFontSize=12, titleColor=palette.muted)
    )
    st.altair_chart(styled, width="stretch", theme=None, alt=alt_words)


def bridge(steps: Sequence[Step], palette: Palette) -> Any:
    """A waterfall that reads downwards: a total, what changed it, the total it became."""
    frame = pd.DataFrame(
        {
            "words": _folded(step.words),
            "start": float(step.start),
            "end": float(step.end),
            "at": float(max(step.start, step.end)),
            "label": step.label,
            "kind": step.kind,
        }
        for step in steps
    )
    low, high = _room_for_labels(frame[["start", "end"]].min().min(), frame["at"].max())
    scale = alt.Scale(domain=[low, high], nice=False)
    y = _rows([step.words for step in steps])
    x = alt.X("start:Q", title=None, axis=None, scale=scale)
    layers: list[Any] = [
        alt.Chart(part).mark_bar(**{"size": 16, **mark}).encode(y=y, x=x, x2="end:Q")
        for kind, mark in _bridge_marks(palette).items()
        if not (part := frame[frame["kind"] == kind]).empty
    ]
    labels = (
        alt.Chart(frame)
        .mark_text(align="left", dx=5, fontSize=12, color=palette.ink)
        .encode(y=y, x=alt.X("at:Q", scale=scale), text="label")
    )
    zero = (
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=palette.muted).encode(x="zero:Q")
    )
    return alt.layer(*layers, labels, zero).properties(height=_row_step(frame["words"]))


def bars(rows: Sequence[Bar], palette: Palette) -> Any:
    """Horizontal bars with their figures written beside them, in the given order."""
    frame = pd.DataFrame(
        {
            "words": _folded(row.words),
            "amount": float(row.amount),
            "at": max(0.0, float(row.amount)),
            "label": row.label,
        }
        for row in rows
    )
    y = _rows([row.words for row in rows])
    low, high = _room_for_labels(frame["amount"].min(), frame["at"].max())
    scale = alt.Scale(domain=[low, high], nice=False)
    drawn = (
        alt.Chart(frame)
        .mark_bar(size=16, color=palette.actual)
        .encode(y=y, x=alt.X("amount:Q", title=None, axis=None, scale=scale))
    )
    labels = (
        alt.Chart(frame)
        .mark_text(align="left", dx=5, fontSize=12, color=palette.ink)
        .encode(y=y, x=alt.X("at:Q", scale=scale), text="label")
    )
    return (drawn + labels).properties(height=_row_step(frame["words"]))


def months(points: Sequence[Point], palette: Palette, height: int = 210) -> Any:
    """Columns over time: actuals solid, prior year lighter behind, plan as an outline."""
    frame = _frame_of(points)
    x = _time_axis(points)
    y = alt.Y("amount:Q", title=None, axis=None)
    layers: list[Any] = []
    for scenario, mark in _scenario_marks(palette).items():
        part = frame[frame["scenario"] == scenario]
        if not part.empty:
            layers.append(alt.Chart(part).mark_bar(**mark).encode(x=x, y=y))
    labels = frame[frame["label"] != ""]
    if not labels.empty:
        layers.append(
            alt.Chart(labels)
            .mark_text(dy=-8, fontSize=11, color=palette.ink)
            .encode(x=x, y=y, text="label")
        )
    return alt.layer(*layers).properties(height=height)


def line(points: Sequence[Point], palette: Palette, height: int = 200) -> Any:
    """A ratio or a number of days over time, labelled at its last month."""
    frame = _frame_of(points)
    x = _time_axis(points)
    y = alt.Y("amount:Q", title=None, axis=None, scale=alt.Scale(zero=True))
    drawn = (
        alt.Chart(frame)
        .mark_line(color=palette.actual, strokeWidth=2, point={"color": palette.actual, "size": 28})
        .encode(x=x, y=y)
    )
    labels = (
        alt.Chart(frame[frame["label"] != ""])
        .mark_text(dy=-11, fontSize=11, color=palette.ink)
        .encode(x=x, y=y, text="label")
    )
    return (drawn + labels).properties(height=height)


def panel(
    points: Sequence[Point], palette: Palette, domain: tuple[Decimal, Decimal], height: int = 110
) -> Any:
    """One of several small column charts that share a scale.

    Args:
        points: One per month.
        palette: Colours.
        domain: Lowest and highest amount over all panels.
        height: Height in pixels.
    """
    base = alt.Chart(_frame_of(points))
    low, high = float(min(domain[0], Decimal(0))), float(domain[1])
    # Room above the highest column for its figure.
    scale = alt.Scale(domain=[low, high * 1.18 or 1.0], nice=False)
    x = alt.X("words:N", sort=_order(points), title=None, axis=_month_axis(_order(points), 6))
    y = alt.Y("amount:Q", title=None, axis=None, scale=scale)
    drawn = base.mark_bar(color=palette.actual).encode(x=x, y=y)
    labels = base.mark_text(dy=-7, fontSize=11, color=palette.ink).encode(x=x, y=y, text="label")
    return alt.layer(drawn, labels).properties(height=height)


def fan(
    actuals: Sequence[Point], projected: Sequence[Fan], palette: Palette, height: int = 300
) -> Any:
    """Actual months as columns, projected months hatched with their intervals behind."""
    order = [*_order(actuals), *(month.words for month in projected)]
    frame = pd.DataFrame(
        {
            name: (float(value) if isinstance(value, Decimal) else value)
            for name, value in month._asdict().items()
        }
        for month in projected
    )
    x = alt.X(
        "words:N", sort=order, title=None, axis=_month_axis(order, 6 if len(order) > 24 else 3)
    )
    layers: list[Any] = []
    if actuals:
        layers.append(
            alt.Chart(_frame_of(actuals))
            .mark_bar(color=palette.actual)
            .encode(x=x, y=alt.Y("amount:Q", title=None, axis=None))
        )
    if projected:
        layers.append(
            alt.Chart(frame)
            .mark_bar(color=_hatched(palette), stroke=palette.actual, strokeWidth=1)
            .encode(x=x, y=alt.Y("amount:Q", title=None, axis=None))
        )
        for low, high, width in (("lo95", "hi95", 1.5), ("lo80", "hi80", 4), ("lo50", "hi50", 7)):
            layers.append(
                alt.Chart(frame)
                .mark_rule(color=palette.accent, strokeWidth=width, opacity=0.55)
                .encode(x=x, y=alt.Y(f"{low}:Q"), y2=f"{high}:Q")
            )
    labelled = [*_label_rows(actuals), *((m.words, float(m.hi95), m.label) for m in projected)]
    labels = pd.DataFrame([row for row in labelled if row[2]], columns=["words", "amount", "label"])
    layers.append(
        alt.Chart(labels)
        .mark_text(dy=-8, fontSize=11, color=palette.ink)
        .encode(x=x, y=alt.Y("amount:Q"), text="label")
    )
    return alt.layer(*layers).properties(height=height)


def _label_rows(points: Sequence[Point]) -> list[tuple[str, float, str]]:
    return [(p.words, float(p.amount), p.label) for p in points if p.amount is not None]


def _frame_of(points: Sequence[Point]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "words": point.words,
            "amount": None if point.amount is None else float(point.amount),
            "label": point.label,
            "scenario": point.scenario,
        }
        for point in points
    )


def _scenario_marks(palette: Palette) -> dict[str, dict[str, Any]]:
    return {
        "PY": {"color": palette.prior},
        "AC": {"color": palette.actual},
        "FC": {"color": _hatched(palette), "stroke": palette.actual, "strokeWidth": 1},
        "PL": {"filled": False, "stroke": palette.plan, "strokeWidth": 1.5},
    }


def _bridge_marks(palette: Palette) -> dict[str, dict[str, Any]]:
    variances = {"good": {"color": palette.good}, "bad": {"color": palette.bad}}
    return {**_scenario_marks(palette), **variances}


def _hatched(palette: Palette) -> Any:
    """Stripes of hard stops: Vega has no hatch pattern."""
    stops = []
    for stripe in range(12):
        colour = palette.actual if stripe % 2 else palette.surface
        stops.append({"color": colour, "offset": stripe / 12})
        stops.append({"color": colour, "offset": (stripe + 0.999) / 12})
    return {"gradient": "linear", "stops": stops, "x1": 0, "y1": 0, "x2": 1, "y2": 1}


def _order(points: Sequence[Point]) -> list[str]:
    return list(dict.fromkeys(point.words for point in points))


def _time_axis(points: Sequence[Point]) -> Any:
    order = _order(points)
    return alt.X(
        "words:N", sort=order, title=None, axis=_month_axis(order, 6 if len(order) > 24 else 3)
    )


def _month_axis(order: Sequence[str], every: int = 3) -> Any:
    # Every third month keeps the words apart on a phone; the last month always stands.
    shown = [words for at, words in enumerate(reversed(order)) if at % every == 0]
    return alt.Axis(
        values=shown,
        labelAngle=0,
        ticks=False,
        labelPadding=6,
        labelFlush=True,
        labelOverlap="greedy",
    )


def _rows(words: Sequence[str]) -> Any:
    axis = alt.Axis(
        labelExpr=f"split(datum.label, '{FOLD}')",
        labelLimit=200,
        labelLineHeight=13,
        ticks=False,
        domain=False,
        labelPadding=6,
        minExtent=60,
    )
    return alt.Y("words:N", sort=[_folded(each) for each in words], title=None, axis=axis)


def _row_step(words: pd.Series[str]) -> Any:
    """Height of a row: more where a name takes two lines."""
    return alt.Step(36 if words.str.contains(FOLD).any() else 28)


def _folded(words: str) -> str:
    """Long names in two lines, so that a phone shows them whole beside their bars."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
    if width <= LINE_WIDTH:
        return words
    if " " in words:
        return FOLD.join(wrap(words, max(LINE_WIDTH, width // 2 + 4)))
    half = (len(words) + 1) // 2
    return words[:half] + FOLD + words[half:]


def _room_for_labels(low: float, high: float) -> tuple[float, float]:
    """Domain of a horizontal scale with a third more room on the right for figures."""
    lowest, highest = min(0.0, float(low)), max(0.0, float(high))
    span = (highest - lowest) or 1.0
    return lowest, highest + span * 0.3
