"""Sales: from pipeline to order, invoice and cash, by customer, product, region, representative.

**Belongs here**: funnel, open pipeline, monthly panels, customers, representatives, the bridge of
price, volume and mix, and what holds ordered money back.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape

import streamlit as st

from dashboards import charts, frame
from dashboards.charts import Bar, Point, Step, StepKind
from dashboards.filters import choose_one
from dashboards.formatting import money, number, percent, short_month_words
from dashboards.statements import variance_columns
from dashboards.tables import Column, draw_table, figures_column, words_column
from dashboards.tiles import Row

DIMENSIONS = ("product_line", "region")
EFFECTS = ("volume", "mix", "price", "come", "gone")
MOST_PANELS = 8
PANELS_A_ROW = 4


def _draw_funnel(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/funnel")
    with here.tile("funnel", answer, subtitle=here.group_unit_and(words("sales.twelve_months"))):
        if not answer.rows:
            here.say("sales.nothing")
            return
        bars = [
            Bar(
                words.code("codes.funnel", row["gate"]),
                row["amount_group"],
                _funnel_label(here, row),
            )
            for row in answer.rows
        ]
        charts.draw(charts.bars(bars, here.palette), words("sales.funnel.title"), here.palette)
        draw_table(
            words("sales.funnel.title"),
            [
                words_column(
                    words("sales.stage"), lambda row: words.code("codes.funnel", row["gate"])
                ),
                figures_column(words("sales.items"), lambda row: number(row["item_count"])),
                figures_column(
                    words("sales.amount"), lambda row: money(row["amount_group"], unit), "ac"
                ),
                figures_column(words("sales.median_days"), lambda row: number(row["median_days"])),
            ],
            answer.rows,
        )


def _funnel_label(here: frame.Frame, row: Row) -> str:
    share = percent(Decimal(str(row["percent_of_first"])) / 100, 0)
    label = money(row["amount_group"], here.filters.unit)
    return label if row["gate"] in ("won", "ordered") else f"{label} ({share})"


def _draw_pipeline(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/pipeline")
    with here.tile("pipeline", answer, subtitle=here.group_unit_and(here.as_of_words)):
        if not answer.rows:
            here.say("sales.no_pipeline")
            return
        draw_table(
            words("sales.pipeline.title"),
            [
                words_column(
                    words("sales.stage"), lambda row: words.code("codes.stage", row["stage"])
                ),
                figures_column(words("sales.items"), lambda row: number(row["item_count"])),
                figures_column(words("sales.late"), lambda row: number(row["late_count"])),
                figures_column(words("sales.amount"), lambda row: money(row["amount_group"], unit)),
                figures_column(
                    words("sales.weighted"), lambda row: money(row["weighted_amount_group"], unit)
                ),
            ],
            answer.rows,
        )


def _draw_panels(here: frame.Frame) -> None:
    words = here.words
    with st.container(width=260):
        dimension: str = choose_one(
            "by",
            words("sales.by"),
            DIMENSIONS,
            lambda name: words(f"sales.dimensions.{name}"),
        )
    answer = here.ask("sales/monthly_revenue", dimension=dimension)
    with here.tile("panels", answer, subtitle=here.group_unit_and(words("sales.thirteen_months"))):
        if not answer.rows:
            here.say("sales.nothing")
            return
        panels = _panels_of(here, answer.rows)
        amounts = [p.amount for points in panels.values() for p in points if p.amount is not None]
        domain = (min(amounts), max(amounts))
        for first in range(0, len(panels), PANELS_A_ROW):
            columns = st.columns(PANELS_A_ROW)
            names = list(panels)[first : first + PANELS_A_ROW]
            for column, name in zip(columns, names, strict=False):
                with column:
                    st.html(f'<p class="lh-panel">{escape(name)}</p>')
                    charts.draw(
                        charts.panel(panels[name], here.palette, domain),
                        words("sales.panels.of", name=name),
                        here.palette,
                    )


def _panels_of(here: frame.Frame, rows: tuple[Row, ...]) -> dict[str, list[Point]]:
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row["panel"]] = totals.get(row["panel"], Decimal(0)) + row["amount_group"]
    largest = sorted(totals, key=lambda panel: -totals[panel])[:MOST_PANELS]
    amounts = {(row["panel"], row["fiscal_period"]): row["amount_group"] for row in rows}
    panels = {}
    for panel in largest:
        values = [amounts.get((panel, period), Decimal(0)) for period in here.trend_periods]
        labelled = {len(values) - 1, values.index(max(values))}
        panels[panel or here.words("sales.unnamed")] = [
            Point(
                short_month_words(period, here.words.language),
                value,
                money(value, here.filters.unit) if at in labelled else "",
            )
            for at, (period, value) in enumerate(zip(here.trend_periods, values, strict=True))
        ]
    return panels


def _draw_customers(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/customers")
    with here.tile("customers", answer, subtitle=here.group_unit_and(here.when)):
        if not answer.rows:
            here.say("sales.nothing")
            return
        draw_table(
            words("sales.customers.title"),
            [
                words_column(
                    words("sales.customer"),
                    lambda row: (
                        row["customer_name"]
                        or words("sales.others", count=number(row["customer_count"]))
                    ),
                    wraps=True,
                ),
                figures_column("PY", lambda row: money(row["py_amount"], unit), "py"),
                figures_column("AC", lambda row: money(row["ac_amount"], unit), "ac"),
                *variance_columns(answer.rows, "ac_amount", "py_amount", "ΔPY", unit)[:3],
                figures_column(
                    words("sales.cumulative"), lambda row: percent(row["cumulative_ratio"])
                ),
            ],
            answer.rows,
        )


def _draw_representatives(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/representatives")
    columns: list[Column] = [
        words_column(
            words("sales.representative"),
            lambda row: row["sales_rep_name"] or words("sales.unnamed"),
        ),
        figures_column(words("sales.orders"), lambda row: number(row["order_count"])),
        figures_column("PY", lambda row: money(row["py_amount"], unit), "py"),
        figures_column("AC", lambda row: money(row["ac_amount"], unit), "ac"),
        *variance_columns(answer.rows, "ac_amount", "py_amount", "ΔPY", unit)[:2],
    ]
    with here.tile("representatives", answer, subtitle=here.group_unit_and(here.when)):
        if answer.rows:
            draw_table(words("sales.representatives.title"), columns, answer.rows)
        else:
            here.say("sales.nothing")


def _draw_price_volume_mix(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/price_volume_mix")
    subtitle = here.group_unit_and(f"{here.when} · {words('sales.against_prior_year')}")
    with here.tile("price_volume_mix", answer, subtitle=subtitle):
        if not answer.rows:
            here.say("sales.no_prior_year")
            return
        effects = answer.rows[0]
        at: Decimal = effects["prior_amount"]
        steps = [Step(words("sales.effects.prior"), Decimal(0), at, money(at, unit), "PY")]
        for name in EFFECTS:
            moved: Decimal = effects[name]
            kind: StepKind = "good" if moved >= 0 else "bad"
            label = money(moved, unit, sign=True)
            steps.append(Step(words(f"sales.effects.{name}"), at, at + moved, label, kind))
            at += moved
        actual: Decimal = effects["amount"]
        steps.append(
            Step(words("sales.effects.actual"), Decimal(0), actual, money(actual, unit), "AC")
        )
        title = words("sales.price_volume_mix.title")
        charts.draw(charts.bridge(steps, here.palette), title, here.palette)


def _draw_leakage(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("sales/leakage")
    with here.tile("leakage", answer, subtitle=here.group_unit_and(here.as_of_words)):
        if not answer.rows:
            here.say("sales.no_leakage")
            return
        draw_table(
            words("sales.leakage.title"),
            [
                words_column(
                    words("sales.reason"),
                    lambda row: words.code("codes.leakage", row["leakage_reason"]),
                    wraps=True,
                ),
                figures_column(words("sales.order_lines"), lambda row: number(row["item_count"])),
                figures_column(
                    words("sales.ordered"), lambda row: money(row["ordered_amount_group"], unit)
                ),
                figures_column(
                    words("sales.not_paid"), lambda row: money(row["amount_group"], unit)
                ),
            ],
            answer.rows,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("sales", compares=False):
        left, right = st.columns(2)
        with left:
            _draw_funnel(here)
            _draw_pipeline(here)
        with right:
            _draw_price_volume_mix(here)
            _draw_leakage(here)
        _draw_panels(here)
        _draw_customers(here)
        _draw_representatives(here)


draw(frame.current())
