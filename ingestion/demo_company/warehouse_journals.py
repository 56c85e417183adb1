"""Stock leaving and being made: cost of deliveries and production orders.

**Belongs here:** production orders and the journals of shipments out and of production.
**Keep out:** goods receipts (`purchasing`), quantities needed (`stock`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import PARENT
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.products import RAW_MATERIALS
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.stock import SupplyPlan
from ingestion.demo_company.timeline import LAST, MONTHS, Ints, next_business_day


def post_cost_of_deliveries(
    ledger: Ledger,
    shipments: pd.DataFrame,
    delivery_lines: pd.DataFrame,
    costs: Ints,
    first_id: int,
    account: int,
) -> None:
    """Post standard cost of done shipments; ids are their positions plus `first_id`."""
    done = shipments["is_done"].to_numpy()
    shipment = delivery_lines["shipment"].to_numpy()
    unit = costs[shipments["entity"].to_numpy()[shipment], delivery_lines["product"].to_numpy()]
    value = np.zeros(len(shipments), dtype=np.int64)
    np.add.at(value, shipment, delivery_lines["quantity"].to_numpy() * unit)
    mine = np.flatnonzero(done)
    each = np.arange(len(mine))
    ledger.post(
        source="deliveries",
        entity=shipments["entity"].to_numpy()[mine],
        dates=shipments["date"].to_numpy()[mine],
        journal="STO",
        origin_kind="stock.shipment.out",
        origin=first_id + mine,
        description="",
        lines=[
            Lines(each, account, value[mine]),
            Lines(each, chart.FINISHED_GOODS, -value[mine]),
        ],
    )


def make_production(plan: SupplyPlan, products: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Make the parent's production orders.

    Returns:
        One row per order, position = index: product, quantity (produced), planned_quantity,
        raw_material, raw_quantity (used), planned_date, start_date, done_date, state
        ('done' or 'waiting').
    """
    random = stream(seed, "production")
    made = np.flatnonzero(products["is_made"].to_numpy())
    where, month = np.nonzero(plan.arriving[made])
    order = np.lexsort((where, month))
    product, month = made[where[order]], month[order]
    size = len(product)
    quantity = plan.arriving[product, month]
    first = (MONTHS[0] + month).astype("datetime64[D]")
    start = next_business_day(first + random.integers(8, 14, size))
    done = next_business_day(start + random.integers(3, 12, size))
    planned = next_business_day(done + random.choice([-3, -1, 0, 1], size))
    scrap = random.choice([0, 0, 0, 1, 2], size)
    return pd.DataFrame(
        {
            "product": product,
            "quantity": quantity,
            "planned_quantity": quantity + scrap,
            "raw_material": products["raw_material"].to_numpy()[product],
            "raw_quantity": products["raw_quantity"].to_numpy()[product] * quantity,
            "planned_date": planned,
            "start_date": start,
            "done_date": done,
            "state": np.where(done <= LAST, "done", "waiting"),
        }
    )


def post_production(ledger: Ledger, production: pd.DataFrame, costs: Ints, first_id: int) -> None:
    """Post done production: finished goods at standard cost against material and absorbed cost."""
    done = production[production["state"] == "done"]
    each = np.arange(len(done))
    value = done["quantity"].to_numpy() * costs[PARENT, done["product"].to_numpy()]
    raw_cost = np.array([row[2] for row in RAW_MATERIALS])
    material = done["raw_quantity"].to_numpy() * raw_cost[done["raw_material"].to_numpy()]
    ledger.post(
        source="production",
        entity=PARENT,
        dates=done["done_date"].to_numpy(),
        journal="STO",
        origin_kind="production",
        origin=first_id + done.index.to_numpy(),
        description="",
        lines=[
            Lines(each, chart.FINISHED_GOODS, value),
            Lines(each, chart.RAW_MATERIALS, -material),
            Lines(each, chart.COST_OF_SALES, material - value),
        ],
    )
