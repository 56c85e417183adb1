"""Sales orders of third-party customers.

**Belongs here:** who orders what, when and at which price.
**Keep out:** what is delivered of it (`deliveries`) and invoiced (`invoices`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.demand import LINE_VALUE, MONTHS_BEFORE, expected_lines
from ingestion.demo_company.exchange_rates import CNY, EUR, USD
from ingestion.demo_company.products import (
    LAUNCH_MONTH,
    LAUNCHED_LINE,
    PRICE_RISE_PER_YEAR,
    list_prices,
)
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import Ints, business_days_of_month

LINES_PER_ORDER = 2.9
_SAME_LINE_SHARE = 0.85
_VALUE_PER_CNY = {CNY: 1.0, EUR: 1 / 7.72, USD: 1 / 7.28, 3: 1 / 8.95}


def make_orders(
    customers: pd.DataFrame, products: pd.DataFrame, factor: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make orders and their lines.

    Returns:
        orders: one row per order, position = index, ordered by date: customer (position), entity,
        currency, rep, date, line (dominant product line). order_lines: one row per line, position
        = index, ordered by order: order, number, product, quantity, unit_price_cents, net_cents.
    """
    random = stream(seed, "orders")
    lines_expected = expected_lines(factor)
    counts = random.poisson(lines_expected / LINES_PER_ORDER)
    entity, line, month = np.indices(counts.shape).reshape(3, -1)
    repeat = counts.reshape(-1)
    entity, line, month = (np.repeat(axis, repeat) for axis in (entity, line, month))
    month = month - MONTHS_BEFORE
    dates = _order_dates(month, random)
    customer = _choose_customers(customers, entity, month, random)
    order = np.lexsort((np.arange(len(dates)), dates))
    orders = pd.DataFrame(
        {
            "customer": customer[order],
            "entity": entity[order],
            "currency": customers["currency"].to_numpy()[customer[order]],
            "rep": customers["rep"].to_numpy()[customer[order]],
            "date": dates[order].astype("datetime64[s]"),
            "month": month[order],
            "line": line[order],
        }
    )
    return orders, _make_lines(orders, customers, products, random)


def _order_dates(month: Ints, random: np.random.Generator) -> np.ndarray:
    draw = random.random(len(month))
    dates = np.empty(len(month), dtype="datetime64[D]")
    for position in np.unique(month):
        days = business_days_of_month(np.datetime64("2023-11", "M") + position)
        mine = month == position
        dates[mine] = days[(draw[mine] * len(days)).astype(np.int64)]
    return dates


def _choose_customers(
    customers: pd.DataFrame, entity: Ints, month: Ints, random: np.random.Generator
) -> Ints:
    draw = random.random(len(entity))
    chosen = np.empty(len(entity), dtype=np.int64)
    first = customers["first_month"].to_numpy()
    last = customers["last_month"].to_numpy()
    for where in range(3):
        here = np.flatnonzero(customers["entity"].to_numpy() == where)
        weight = customers["weight"].to_numpy()[here]
        for position in np.unique(month):
            active = (first[here] <= position) & (position <= last[here])
            steps = np.cumsum(weight * active)
            mine = (entity == where) & (month == position)
            chosen[mine] = here[np.searchsorted(steps, draw[mine] * steps[-1], side="right")]
    return chosen


def _make_lines(
    orders: pd.DataFrame,
    customers: pd.DataFrame,
    products: pd.DataFrame,
    random: np.random.Generator,
) -> pd.DataFrame:
    per_order = 1 + np.minimum(random.poisson(LINES_PER_ORDER - 1, len(orders)), 9)
    order = np.repeat(np.arange(len(orders)), per_order)
    size = len(order)
    starts = np.repeat(np.cumsum(per_order) - per_order, per_order)
    number = np.arange(size) - starts + 1
    month = orders["month"].to_numpy()[order]
    dominant = orders["line"].to_numpy()[order]
    other = random.integers(0, np.where(month >= LAUNCH_MONTH, 4, 3), size)
    line = np.where(random.random(size) < _SAME_LINE_SHARE, dominant, other)
    line = np.where((line == LAUNCHED_LINE) & (month < LAUNCH_MONTH), 0, line)
    product = np.empty(size, dtype=np.int64)
    draw = random.random(size)
    for one in range(4):
        candidates = np.flatnonzero(products["line"].to_numpy() == one)
        steps = np.cumsum(products["popularity"].to_numpy()[candidates])
        mine = line == one
        product[mine] = candidates[
            np.searchsorted(steps, draw[mine] * steps[-1], side="right").clip(0, len(steps) - 1)
        ]
    currency = orders["currency"].to_numpy()[order]
    customer = orders["customer"].to_numpy()[order]
    rise = (1 + PRICE_RISE_PER_YEAR) ** np.maximum(0, (month + 10) // 12)
    segment = customers["segment"].to_numpy()[customer]
    discount = np.where(segment == "Enterprise", 0.07, np.where(segment == "Mid-market", 0.03, 0))
    discount = discount + np.round(random.random(size) * 4) / 100
    listed = list_prices(products)[product, currency]
    price = np.rint(listed * rise * (1 - discount)).astype(np.int64)
    per_cny = np.array([_VALUE_PER_CNY[code] for code in range(4)])[currency]
    big = np.where(segment == "Enterprise", 1.5, np.where(segment == "Mid-market", 1.0, 0.6))
    value = random.lognormal(np.log(LINE_VALUE * 0.82), 0.65, size) * big * per_cny * 100
    quantity = np.maximum(1, np.rint(value / price)).astype(np.int64)
    return pd.DataFrame(
        {
            "order": order,
            "number": number,
            "product": product,
            "quantity": quantity,
            "unit_price_cents": price,
            "net_cents": quantity * price,
        }
    )
