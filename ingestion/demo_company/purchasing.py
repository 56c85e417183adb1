"""Purchase orders, goods receipts and the bills for them, of goods and materials.

**Belongs here:** documents of bought stock and the journals of receipts.
**Keep out:** posting and paying bills (`bills`), services (`running_costs`), intercompany.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import PARENT
from ingestion.demo_company.exchange_rates import CNY, convert
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.products import RAW_MATERIALS
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.stock import SupplyPlan
from ingestion.demo_company.timeline import (
    LAST,
    MONTHS,
    add_business_days,
    next_business_day,
)

_NEVER_BILLED_SHARE = 0.004
GOODS_VAT_PERCENT = 13


class Purchases(NamedTuple):
    """Purchases of stock.

    purchases: one row per order, position = index: entity, party, currency, date, receipt_date,
    is_received. lines: one row per order line: purchase, product (stock item: products first, raw
    materials after them), quantity, unit_price_cents, net_cents, cost_cents (standard cost per
    unit), received_functional_cents. bills, bill_lines: as `bills.post_bills` takes them.
    """

    purchases: pd.DataFrame
    lines: pd.DataFrame
    bills: pd.DataFrame
    bill_lines: pd.DataFrame


def make_purchases(
    plan: SupplyPlan, products: pd.DataFrame, suppliers: pd.DataFrame, seed: int
) -> Purchases:
    """Order what the plan buys: one order per supplier and month of arrival."""
    random = stream(seed, "purchasing")
    lines = _order_lines(plan, products)
    by_role = {
        name: suppliers[suppliers["role"] == name].sort_values("position")["party"].to_numpy()
        for name in ("goods", "materials")
    }
    is_raw = lines["is_raw"].to_numpy()
    supplier = lines["supplier"].to_numpy()
    party = np.empty(len(lines), dtype=np.int64)
    party[is_raw] = by_role["materials"][supplier[is_raw]]
    party[~is_raw] = by_role["goods"][supplier[~is_raw]]
    lines["party"] = party
    lines = lines.sort_values(["month", "party", "product"], kind="stable").reset_index(drop=True)
    begins = np.r_[True, (np.diff(lines["month"]) != 0) | (np.diff(lines["party"]) != 0)]
    lines["purchase"] = np.cumsum(begins) - 1
    heads = lines.loc[begins].reset_index(drop=True)
    terms = suppliers.set_index("party").loc[heads["party"]]
    is_raw = heads["is_raw"].to_numpy()
    day = np.where(is_raw, random.integers(0, 5, len(heads)), random.integers(7, 23, len(heads)))
    months = (MONTHS[0] + heads["month"].to_numpy()).astype("datetime64[D]")
    receipt = next_business_day(months + day)
    ordered = next_business_day(receipt - np.where(is_raw, 21, random.integers(24, 38, len(heads))))
    purchases = pd.DataFrame(
        {
            "entity": PARENT,
            "party": heads["party"].to_numpy(),
            "currency": terms["currency"].to_numpy(),
            "terms_days": terms["terms_days"].to_numpy(),
            "date": ordered,
            "receipt_date": receipt,
            "is_received": receipt <= LAST,
        }
    )
    # Orders for the month after the books exist only if they were placed before the end.
    placed = ordered <= LAST
    keep = placed[lines["purchase"].to_numpy()]
    lines = lines[keep].reset_index(drop=True)
    lines["purchase"] = (np.cumsum(placed) - 1)[lines["purchase"].to_numpy()]
    purchases = purchases[placed].reset_index(drop=True)
    _price(lines, purchases, random)
    bills, bill_lines = _bill(lines, purchases, random)
    return Purchases(purchases, lines, bills, bill_lines)


def _order_lines(plan: SupplyPlan, products: pd.DataFrame) -> pd.DataFrame:
    bought = np.flatnonzero(~products["is_made"].to_numpy())
    goods, month = np.nonzero(plan.arriving[bought])
    raw, raw_month = np.nonzero(plan.raw_arriving)
    cost = products["cost_cents_0"].to_numpy()
    raw_cost = np.array([row[2] for row in RAW_MATERIALS])
    return pd.DataFrame(
        {
            "month": np.r_[month, raw_month],
            "product": np.r_[bought[goods], len(products) + raw],
            "supplier": np.r_[products["supplier"].to_numpy()[bought[goods]], raw],
            "is_raw": np.r_[np.zeros(len(goods), dtype=bool), np.ones(len(raw), dtype=bool)],
            "quantity": np.r_[
                plan.arriving[bought[goods], month], plan.raw_arriving[raw, raw_month]
            ],
            "cost_cents": np.r_[cost[bought[goods]], raw_cost[raw]],
        }
    )


def _price(lines: pd.DataFrame, purchases: pd.DataFrame, random: np.random.Generator) -> None:
    """Prices move around standard cost; foreign suppliers quote at the day's rate."""
    purchase = lines["purchase"].to_numpy()
    drift = 1 + 0.004 * (lines["month"].to_numpy() / 12) + random.normal(0, 0.012, len(lines))
    wanted = np.rint(lines["cost_cents"].to_numpy() * drift).astype(np.int64)
    currency = purchases["currency"].to_numpy()[purchase]
    ordered = purchases["date"].to_numpy().astype("datetime64[D]")[purchase]
    received = purchases["receipt_date"].to_numpy().astype("datetime64[D]")[purchase]
    lines["unit_price_cents"] = np.maximum(convert(wanted, CNY, currency, ordered), 1)
    lines["net_cents"] = lines["unit_price_cents"] * lines["quantity"]
    lines["received_functional_cents"] = convert(
        lines["net_cents"], currency, CNY, np.minimum(received, LAST)
    )


def _bill(
    lines: pd.DataFrame, purchases: pd.DataFrame, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    size = len(purchases)
    received = purchases["receipt_date"].to_numpy().astype("datetime64[D]")
    dates = add_business_days(received, random.integers(1, 9, size))
    never = (random.random(size) < _NEVER_BILLED_SHARE) & (dates < LAST - 40)
    billed = (dates <= LAST) & ~never
    bills = purchases[billed].reset_index(drop=True)
    bills["date"] = dates[billed]
    bills["due_date"] = dates[billed] + bills["terms_days"].to_numpy()
    bills["purchase"] = np.flatnonzero(billed)
    bills["account"] = chart.TRADE_PAYABLES
    bills["tax_percent"] = np.where(bills["currency"] == CNY, GOODS_VAT_PERCENT, 0)
    keep = billed[lines["purchase"].to_numpy()]
    bill_lines = pd.DataFrame(
        {
            "invoice": (np.cumsum(billed) - 1)[lines["purchase"].to_numpy()[keep]],
            "purchase_line": np.flatnonzero(keep),
            "product": lines["product"].to_numpy()[keep],
            "quantity": lines["quantity"].to_numpy()[keep],
            "unit_price_cents": lines["unit_price_cents"].to_numpy()[keep],
            "net_cents": lines["net_cents"].to_numpy()[keep],
            "received_functional_cents": lines["received_functional_cents"].to_numpy()[keep],
            "account": chart.GOODS_RECEIVED_NOT_INVOICED,
        }
    )
    return bills, bill_lines


def post_goods_receipts(
    ledger: Ledger, purchases: pd.DataFrame, lines: pd.DataFrame, goods_count: int, first_id: int
) -> None:
    """Post receipts: stock at standard cost against goods received, price differences to cost.

    One receipt per received order; its id is the order's position among received ones plus
    `first_id`.
    """
    received = purchases["is_received"].to_numpy()
    position = np.cumsum(received) - 1
    mine = lines[received[lines["purchase"].to_numpy()]]
    journal = position[mine["purchase"].to_numpy()]
    value = (mine["quantity"] * mine["cost_cents"]).to_numpy()
    price = mine["received_functional_cents"].to_numpy()
    is_raw = (mine["product"] >= goods_count).to_numpy()
    count = int(received.sum())
    totals = np.zeros((3, count), dtype=np.int64)
    np.add.at(totals[0], journal, np.where(is_raw, 0, value))
    np.add.at(totals[1], journal, np.where(is_raw, value, 0))
    np.add.at(totals[2], journal, price)
    each = np.arange(count)
    ledger.post(
        source="goods receipts",
        entity=purchases["entity"].to_numpy()[received],
        dates=purchases["receipt_date"].to_numpy()[received],
        journal="STO",
        origin_kind="stock.shipment.in",
        origin=first_id + each,
        description="",
        lines=[
            Lines(each, chart.FINISHED_GOODS, totals[0]),
            Lines(each, chart.RAW_MATERIALS, totals[1]),
            Lines(each, chart.GOODS_RECEIVED_NOT_INVOICED, -totals[2]),
            Lines(each, chart.COST_OF_SALES, totals[2] - totals[0] - totals[1]),
        ],
    )
