"""Replenishment: how much arrives in each month so that every delivery finds its goods.

**Belongs here:** opening stock, quantities made, bought and shipped to subsidiaries per month.
**Keep out:** documents and journals of purchases, production and intercompany trade.

Everything needed in month m has arrived by the end of month m-1 (opening stock for the first), so
stock is never negative on any day. Subsidiaries are supplied from the parent; the parent makes or
buys. Months run to 36 = 2026-11, whose arrivals are still open orders.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import PARENT
from ingestion.demo_company.products import RAW_MATERIALS
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import MONTHS, Ints, month_index

MONTH_COUNT = len(MONTHS)


class SupplyPlan(NamedTuple):
    """Quantities of the plan.

    opening: [entity, product] on hand when the books open. shipped: [entity, product, month] sent
    from the parent to a subsidiary in a month (parent row zero). arriving: [product, month] made
    or bought by the parent, months 0..36. raw_opening: [raw material]. raw_arriving:
    [raw material, month], months 0..36.
    """

    opening: Ints
    shipped: Ints
    arriving: Ints
    raw_opening: Ints
    raw_arriving: Ints


def plan_supply(
    shipments: pd.DataFrame, delivery_lines: pd.DataFrame, products: pd.DataFrame, seed: int
) -> SupplyPlan:
    """Plan supply for the deliveries (done and planned ones alike)."""
    random = stream(seed, "stock")
    demand = _monthly_deliveries(shipments, delivery_lines, len(products))
    size = len(products)
    opening = np.ceil(demand[:, :, 0] * random.uniform(1.15, 1.6, (3, size))).astype(np.int64) + 2
    opening[:, products["line"].to_numpy() == 3] = 0
    opening = np.maximum(opening, demand[:, :, 0])
    arrivals = np.zeros((3, size, MONTH_COUNT + 1), dtype=np.int64)
    for entity in (1, 2, PARENT):
        if entity == PARENT:
            shipped = arrivals[1:, :, :].sum(axis=0)
            demand[PARENT] += np.column_stack([shipped, shipped[:, -3:].mean(axis=1).astype(int)])
            opening[PARENT] = np.maximum(
                opening[PARENT], np.ceil(demand[PARENT, :, 0] * 1.2).astype(np.int64)
            )
        on_hand = opening[entity] - demand[entity, :, 0]
        for month in range(MONTH_COUNT + 1):
            cover = random.uniform(1.05, 1.45, size)
            wanted = np.ceil(demand[entity, :, month + 1] * cover) - on_hand
            lots = np.ceil(np.maximum(wanted, 0) / 5).astype(np.int64) * 5
            arrivals[entity, :, month] = lots
            on_hand = on_hand + lots - demand[entity, :, month + 1]
    shipped_to = arrivals[:, :, :MONTH_COUNT].copy()
    shipped_to[PARENT] = 0
    raw_opening, raw_arriving = _plan_raw_materials(arrivals[PARENT], products, random)
    return SupplyPlan(opening, shipped_to, arrivals[PARENT], raw_opening, raw_arriving)


def _monthly_deliveries(shipments: pd.DataFrame, delivery_lines: pd.DataFrame, size: int) -> Ints:
    """Quantities [entity, product, month] to month 37; the months after the books are guessed."""
    demand = np.zeros((3, size, MONTH_COUNT + 2), dtype=np.int64)
    shipment = delivery_lines["shipment"].to_numpy()
    month = month_index(shipments["date"].to_numpy().astype("datetime64[D]"))[shipment]
    inside = month < MONTH_COUNT
    where = (
        shipments["entity"].to_numpy()[shipment][inside],
        delivery_lines["product"].to_numpy()[inside],
        month[inside],
    )
    np.add.at(demand, where, delivery_lines["quantity"].to_numpy()[inside])
    usual = np.ceil(demand[:, :, MONTH_COUNT - 3 : MONTH_COUNT].mean(axis=2)).astype(np.int64)
    demand[:, :, MONTH_COUNT] = usual
    demand[:, :, MONTH_COUNT + 1] = usual
    return demand


def _plan_raw_materials(
    arriving: Ints, products: pd.DataFrame, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Raw materials arrive in the first days of the month in which they are worked up."""
    kinds = len(RAW_MATERIALS)
    needed = np.zeros((kinds, MONTH_COUNT + 1), dtype=np.int64)
    made = np.flatnonzero(products["is_made"].to_numpy())
    raw = products["raw_material"].to_numpy()[made]
    use = products["raw_quantity"].to_numpy()[made][:, None] * arriving[made]
    np.add.at(needed, raw, use)
    opening = (needed[:, 0] * 0.6).astype(np.int64)
    on_hand = opening.copy()
    arrivals = np.zeros_like(needed)
    for month in range(MONTH_COUNT + 1):
        following = needed[:, min(month + 1, MONTH_COUNT)]
        wanted = needed[:, month] + following * random.uniform(0.2, 0.5, kinds) - on_hand
        arrivals[:, month] = np.ceil(np.maximum(wanted, 0) / 50).astype(np.int64) * 50
        on_hand = on_hand + arrivals[:, month] - needed[:, month]
    return opening, arrivals
