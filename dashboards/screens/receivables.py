"""Receivables: who owes, how late, whom to chase.

**Belongs here**: ageing, days sales outstanding, worklist, customer statement, unbilled deliveries.
"""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboards import charts, frame
from dashboards.charts import Bar, Point
from dashboards.filters import choose_one
from dashboards.formatting import date_words, money, number, percent, short_month_words
from dashboards.tables import Cell, Column, draw_table, figures_column, words_column
from dashboards.tiles import Row

BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")
BUCKET_COLUMNS = (
    "not_due_amount",
    "days_1_30_amount",
    "days_31_60_amount",
    "days_61_90_amount",
    "over_90_amount",
)


def _draw_ageing(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("receivables/ageing")
    amounts = {row["bucket"]: row["open_amount"] for row in answer.rows}
    total = sum(amounts.values(), Decimal(0))
    with here.tile(
        "ageing", answer, subtitle=f"{here.unit_words} · {here.balance_day_words}", fills=True
    ):
        if not answer.rows:
            here.say("receivables.nothing")
            return
        bars = [
            Bar(
                words(f"codes.bucket.{bucket}"),
                amount := amounts.get(bucket, Decimal(0)),
                f"{money(amount, unit)} ({percent(amount / total if total else None, 0)})",
            )
            for bucket in BUCKETS
        ]
        bars.append(Bar(words("receivables.total"), total, money(total, unit)))
        charts.draw(
            charts.bars(bars, here.palette), words("receivables.ageing.title"), here.palette
        )


def _draw_days(here: frame.Frame) -> None:
    words = here.words
    answer = here.ask("receivables/days_sales_outstanding")
    with here.tile("days", answer, subtitle=words("receivables.days_unit"), fills=True):
        known = [row for row in answer.rows if row["dso_days"] is not None]
        if not known:
            here.say("receivables.nothing")
            return
        last, first = len(known) - 1, 0
        points = [
            Point(
                short_month_words(row["fiscal_period"], words.language),
                row["dso_days"],
                number(row["dso_days"], 1) if at in (first, last) else "",
            )
            for at, row in enumerate(known)
        ]
        charts.draw(
            charts.line(points, here.palette), words("receivables.days.title"), here.palette
        )


def _draw_debtors(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("receivables/ageing_customers")

    def bucket_column(bucket: str, key: str) -> Column:
        return figures_column(
            words(f"codes.bucket.{bucket}"),
            lambda row: money(row[key], unit) if row[key] else "–",
        )

    subtitle = f"{here.unit_words} · {here.balance_day_words}"
    with here.tile("debtors", answer, subtitle=subtitle):
        if not answer.rows:
            here.say("receivables.nothing")
            return
        draw_table(
            words("receivables.debtors.title"),
            [
                words_column(
                    words("sales.customer"),
                    lambda row: (
                        row["customer_name"]
                        or words("sales.others", count=number(row["customer_count"]))
                    ),
                    wraps=True,
                ),
                *(
                    bucket_column(bucket, key)
                    for bucket, key in zip(BUCKETS, BUCKET_COLUMNS, strict=True)
                ),
                figures_column(
                    words("receivables.total"), lambda row: money(row["open_amount"], unit), "ac"
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_worklist(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("receivables/worklist")

    def lateness(row: Row) -> Cell:
        usual = row["usual_delay_days"]
        unusual = usual is not None and row["days_late"] > max(usual, 0) + 14
        mark = "▲ " if unusual else ""
        return Cell(f"{mark}{number(row['days_late'])}", "bad" if unusual else "")

    with here.tile("worklist", answer, subtitle=f"{here.unit_words} · {here.as_of_words}"):
        if not answer.rows:
            here.say("receivables.nothing_late")
            return
        draw_table(
            words("receivables.worklist.title"),
            [
                words_column(words("sales.customer"), lambda row: row["customer_name"], wraps=True),
                words_column(words("receivables.document"), lambda row: row["document_number"]),
                words_column(
                    words("receivables.due"),
                    lambda row: date_words(row["due_date"], words.language),
                ),
                Column(words("receivables.days_late"), lateness),
                figures_column(
                    words("receivables.usual_delay"), lambda row: number(row["usual_delay_days"])
                ),
                figures_column(
                    words("receivables.open"), lambda row: money(row["open_amount_shown"], unit)
                ),
                figures_column(
                    words("receivables.open_in_document_currency"),
                    lambda row: f"{number(row['open_amount'], 2)} {row['currency_code']}",
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_statement(here: frame.Frame) -> None:
    words = here.words
    customers = here.ask("receivables/customers_with_items").rows
    if not customers:
        return
    names = {row["customer_number"]: row["customer_name"] for row in customers}
    with st.container(width=420):
        number_chosen: str = choose_one(
            "customer",
            words("receivables.choose_customer"),
            list(names),
            lambda code: f"{code} {names[code]}",
        )
    answer = here.ask("receivables/customer_statement", customer_number=number_chosen)
    with here.tile(
        "statement", answer, subtitle=f"{names[number_chosen]} · {here.balance_day_words}"
    ):
        if not answer.rows:
            here.say("receivables.nothing")
            return
        draw_table(
            words("receivables.statement.title"),
            [
                words_column(
                    words("receivables.date"),
                    lambda row: date_words(row["event_date"], words.language),
                ),
                words_column(
                    words("receivables.event"),
                    lambda row: words.code("codes.event", row["event_type"]),
                ),
                words_column(words("receivables.document"), lambda row: row["document_number"]),
                words_column(words("receivables.currency"), lambda row: row["currency_code"]),
                figures_column(
                    words("receivables.amount"), lambda row: number(row["amount"], 2, sign=True)
                ),
                figures_column(
                    words("receivables.balance"), lambda row: number(row["balance_amount"], 2)
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_not_invoiced(here: frame.Frame) -> None:
    words, unit = here.words, here.filters.unit
    answer = here.ask("receivables/delivered_not_invoiced")
    with here.tile("not_invoiced", answer, subtitle=here.group_unit_and(here.as_of_words)):
        if not answer.rows:
            here.say("receivables.all_invoiced")
            return
        draw_table(
            words("receivables.not_invoiced.title"),
            [
                words_column(words("sales.customer"), lambda row: row["customer_name"], wraps=True),
                words_column(words("filters.entity"), lambda row: row["entity_code"]),
                figures_column(words("sales.order_lines"), lambda row: number(row["item_count"])),
                words_column(
                    words("receivables.oldest"),
                    lambda row: date_words(row["oldest_date"], words.language),
                ),
                figures_column(words("sales.amount"), lambda row: money(row["amount_group"], unit)),
            ],
            answer.rows,
            is_tall=True,
        )


def draw(here: frame.Frame) -> None:
    """Draw the screen."""
    with here.screen("receivables", compares=False):
        left, right = st.columns(2)
        with left:
            _draw_ageing(here)
        with right:
            _draw_days(here)
        _draw_debtors(here)
        _draw_worklist(here)
        _draw_not_invoiced(here)
        _draw_statement(here)


draw(frame.current())
