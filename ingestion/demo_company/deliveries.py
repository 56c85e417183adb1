"""Deliveries of third-party orders: when goods leave, in how many parts, and what is cancelled.

**Belongs here:** shipments and their lines, cancellations, the state of orders.
**Keep out:** whether there is stock (`stock` buys and makes what is delivered) and invoices.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import FIRST, LAST, add_business_days

_CANCELLED_ORDER_SHARE = 0.025
_PARTIAL_ORDER_SHARE = 0.20
_SHORT_LINE_SHARE = 0.012


def make_deliveries(
    orders: pd.DataFrame, order_lines: pd.DataFrame, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Deliver the orders.

    Returns:
        orders and order_lines without what was already closed when the books opened, with new
        positions; orders gain state, lines gain cancelled_quantity; shipments: one row per
        shipment, position = index: order, entity, customer, date, is_done; delivery_lines: one
        row per shipment and order line: shipment, order_line, product, quantity.
    """
    random = stream(seed, "deliveries")
    size = len(orders)
    dates = orders["date"].to_numpy().astype("datetime64[D]")
    lag = 2 + np.rint(random.gamma(2.0, 2.6, size)).astype(np.int64)
    first_leg = add_business_days(dates, lag)
    second_leg = add_business_days(first_leg, random.integers(5, 20, size))
    is_partial = random.random(size) < _PARTIAL_ORDER_SHARE
    is_cancelled = random.random(size) < _CANCELLED_ORDER_SHARE
    is_quotation = (dates > LAST - 25) & (random.random(size) < 0.22) & ~is_cancelled
    in_books = (dates >= FIRST) | ((first_leg >= FIRST) & ~is_cancelled)
    keep_line = in_books[order_lines["order"].to_numpy()]
    new_position = np.cumsum(in_books) - 1
    split = np.where(
        random.random(len(order_lines)) < 0.25, 0.0, random.uniform(0.3, 0.8, len(order_lines))
    )
    short = random.random(len(order_lines)) < _SHORT_LINE_SHARE
    short_part = random.uniform(0.1, 1.0, len(order_lines))
    lines = order_lines[keep_line].reset_index(drop=True)
    lines["order"] = new_position[lines["order"].to_numpy()]
    kept = orders[in_books].reset_index(drop=True)
    first_leg, second_leg = first_leg[in_books], second_leg[in_books]
    is_partial, is_cancelled = is_partial[in_books], is_cancelled[in_books]
    is_quotation = is_quotation[in_books]
    order = lines["order"].to_numpy()
    quantity = lines["quantity"].to_numpy()
    cut = np.where(short[keep_line], np.ceil(quantity * short_part[keep_line]), 0).astype(np.int64)
    lines["cancelled_quantity"] = np.where(is_cancelled[order], quantity, cut)
    to_deliver = np.where(
        is_cancelled[order] | is_quotation[order], 0, quantity - lines["cancelled_quantity"]
    )
    in_first = np.where(
        is_partial[order], np.floor(to_deliver * split[keep_line]), to_deliver
    ).astype(np.int64)
    legs = pd.DataFrame(
        {
            "order_line": np.tile(np.arange(len(lines)), 2),
            "leg": np.repeat([0, 1], len(lines)),
            "order": np.tile(order, 2),
            "quantity": np.concatenate([in_first, to_deliver - in_first]),
        }
    )
    legs = legs[legs["quantity"] > 0]
    leg_date = np.where(legs["leg"] == 0, first_leg[legs["order"]], second_leg[legs["order"]])
    legs = legs.assign(date=leg_date.astype("datetime64[s]"))
    legs = legs.sort_values(["date", "order", "leg", "order_line"], kind="stable")
    legs = legs.reset_index(drop=True)
    begins = np.r_[True, (np.diff(legs["order"]) != 0) | (np.diff(legs["leg"]) != 0)]
    shipment = np.cumsum(begins) - 1
    shipments = legs.loc[begins, ["order", "date"]].reset_index(drop=True)
    shipments["entity"] = kept["entity"].to_numpy()[shipments["order"]]
    shipments["customer"] = kept["customer"].to_numpy()[shipments["order"]]
    shipments["is_done"] = shipments["date"] <= LAST.astype("datetime64[s]")
    delivery_lines = pd.DataFrame(
        {
            "shipment": shipment,
            "order_line": legs["order_line"],
            "product": lines["product"].to_numpy()[legs["order_line"]],
            "quantity": legs["quantity"],
        }
    )
    open_order = np.zeros(len(kept), dtype=bool)
    open_order[shipments.loc[~shipments["is_done"], "order"]] = True
    kept["state"] = np.where(
        is_cancelled,
        "cancelled",
        np.where(is_quotation, "quotation", np.where(open_order, "processing", "done")),
    )
    return kept, lines, shipments, delivery_lines
