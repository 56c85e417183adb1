"""Shipments, stock moves and production in the ERP database.

**Belongs here:** stock_* and production rows and which move each invoice line bills.
**Keep out:** orders (`erp_trade`) and journals (`erp_ledger`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import CUSTOMER_PARTY, ENTITIES, ENTITY_PARTY, PARENT
from ingestion.demo_company.erp_masters import (
    CUSTOMERS,
    INPUT,
    LOST,
    OUTPUT,
    PRODUCTION,
    STORAGE,
    SUPPLIERS,
    WAREHOUSE,
)
from ingestion.demo_company.erp_tables import Money, Reference, Rows, business_time
from ingestion.demo_company.erp_trade import Frames, days_of
from ingestion.demo_company.products import RAW_MATERIALS, standard_costs
from ingestion.demo_company.timeline import FIRST, Days, Ints

_CURRENCY = np.array([one.currency for one in ENTITIES])


def stock_tables(frames: Frames) -> Iterator[tuple[str, Rows]]:
    """Give stock tables with their rows; stock_move comes in blocks of ascending ids."""
    yield "stock_shipment_out", _shipments_out(frames)
    yield "stock_shipment_out", _trade_shipments_out(frames)
    yield "stock_shipment_out_return", _returns(frames)
    yield "stock_shipment_in", _shipments_in(frames)
    yield "stock_shipment_in", _trade_shipments_in(frames)
    yield "production", _production(frames["production"])
    blocks = _Moves(standard_costs(frames["products"]))
    yield blocks.opening(frames)
    deliveries_from = blocks.next_id
    yield blocks.deliveries(frames)
    yield blocks.trade_out(frames)
    returns_from = blocks.next_id
    yield blocks.returned(frames)
    yield blocks.receipts(frames)
    yield blocks.trade_in(frames)
    yield blocks.production_in(frames)
    yield blocks.production_out(frames)
    yield "account_invoice_line-stock_move", _billed_moves(frames, deliveries_from, returns_from)


def _billed_moves(frames: Frames, deliveries_from: int, returns_from: int) -> Rows:
    """Which delivery each invoice line bills and which return each credit note line credits."""
    lines, returns = frames["invoice_lines"], frames["returns"]
    billed = lines["delivery_line"].to_numpy(np.int64, na_value=-1)
    mine = np.flatnonzero(billed >= 0)
    sold = lines["invoice_line"].to_numpy()[(lines["invoice_id"] >= _first_sale(frames)).to_numpy()]
    ids = np.arange(1, len(mine) + len(returns) + 1)
    return {
        "id": ids, "create_uid": 1,
        "invoice_line": np.r_[
            lines["invoice_line"].to_numpy()[mine], sold[returns["credit_line"].to_numpy()]
        ],
        "stock_move": np.r_[
            deliveries_from + billed[mine], returns_from + np.arange(len(returns))
        ],
    }  # fmt: skip


def _first_sale(frames: Frames) -> int:
    """Id of the first invoice that was not taken over from the system before."""
    invoices = frames["invoices"]
    return int(invoices.loc[invoices["source"] == "sales", "invoice"].min())


def _shipments_out(frames: Frames) -> Rows:
    shipments = frames["shipments"]
    ids = shipments["shipment"].to_numpy()
    done = shipments["is_done"].to_numpy()
    days = days_of(shipments)
    party = CUSTOMER_PARTY + shipments["customer"].to_numpy()
    codes = [one.code[3:] for one in ENTITIES]
    ordered = days_of(frames["orders"])[shipments["order"].to_numpy()]
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(ordered, ids),
        "company": shipments["entity"].to_numpy() + 1, "customer": party,
        "delivery_address": party, "effective_date": np.where(done, days, np.datetime64("NaT")),
        "planned_date": days, "origin_planned_date": days,
        "number": [f"DN-{codes[e]}-{n:06d}"
                   for n, e in zip(ids.tolist(), shipments["entity"].tolist(), strict=True)],
        "state": np.where(done, "done", "waiting").astype(object), "warehouse": WAREHOUSE,
        "warehouse_output": OUTPUT, "warehouse_storage": STORAGE,
    }  # fmt: skip


def _trade_shipments_out(frames: Frames) -> Rows:
    deals = frames["deals"]
    ids = deals["shipment"].to_numpy()
    party = ENTITY_PARTY + deals["buyer"].to_numpy()
    days = days_of(deals)
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days, ids),
        "company": PARENT + 1, "customer": party, "delivery_address": party,
        "effective_date": days, "planned_date": days, "origin_planned_date": days,
        "number": [f"DNIC-CN-{n:04d}" for n in range(1, len(deals) + 1)], "state": "done",
        "warehouse": WAREHOUSE, "warehouse_output": OUTPUT, "warehouse_storage": STORAGE,
    }  # fmt: skip


def _returns(frames: Frames) -> Rows:
    returns = frames["returns"]
    ids = np.arange(1, len(returns) + 1)
    party = CUSTOMER_PARTY + returns["customer"].to_numpy()
    days = days_of(returns)
    codes = [one.code[3:] for one in ENTITIES]
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days, ids),
        "company": returns["entity"].to_numpy() + 1, "customer": party, "contact_address": party,
        "effective_date": days, "planned_date": days, "origin_planned_date": days,
        "number": [f"RT-{codes[e]}-{n:05d}"
                   for n, e in zip(ids.tolist(), returns["entity"].tolist(), strict=True)],
        "state": "done", "warehouse": WAREHOUSE, "warehouse_input": INPUT,
        "warehouse_storage": STORAGE,
    }  # fmt: skip


def _receipt_ids(purchases: pd.DataFrame) -> Ints:
    received = purchases["is_received"].to_numpy()
    return np.where(received, np.cumsum(received), -1)


def _shipments_in(frames: Frames) -> Rows:
    purchases = frames["purchases"][frames["purchases"]["is_received"]]
    ids = np.arange(1, len(purchases) + 1)
    days = days_of(purchases, "receipt_date")
    party = purchases["party"].to_numpy()
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days, ids),
        "company": purchases["entity"].to_numpy() + 1, "supplier": party,
        "contact_address": party, "effective_date": days, "planned_date": days,
        "number": [f"GR-CN-{n:06d}" for n in ids.tolist()], "state": "done",
        "warehouse": WAREHOUSE, "warehouse_input": INPUT, "warehouse_storage": STORAGE,
    }  # fmt: skip


def _trade_shipments_in(frames: Frames) -> Rows:
    deals = frames["deals"]
    ids = deals["receipt"].to_numpy()
    days = days_of(deals, "receipt_date")
    done = deals["is_received"].to_numpy()
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days_of(deals), ids),
        "company": deals["buyer"].to_numpy() + 1, "supplier": ENTITY_PARTY + PARENT,
        "contact_address": ENTITY_PARTY + PARENT,
        "effective_date": np.where(done, days, np.datetime64("NaT")), "planned_date": days,
        "number": [f"GRIC-{n:04d}" for n in range(1, len(deals) + 1)],
        "state": np.where(done, "done", "draft").astype(object), "warehouse": WAREHOUSE,
        "warehouse_input": INPUT, "warehouse_storage": STORAGE,
    }  # fmt: skip


def _production(production: pd.DataFrame) -> Rows:
    ids = np.arange(1, len(production) + 1)
    done = (production["state"] == "done").to_numpy()
    nothing = np.datetime64("NaT")
    starts, ends = days_of(production, "start_date"), days_of(production, "done_date")
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(starts - 10, ids),
        "company": PARENT + 1, "number": [f"MO-{n:06d}" for n in ids.tolist()],
        "product": production["product"].to_numpy() + 1, "unit": 1,
        "quantity": production["planned_quantity"].to_numpy().astype(float),
        "planned_date": days_of(production, "planned_date"),
        "origin_planned_date": days_of(production, "planned_date"),
        "planned_start_date": starts, "effective_start_date": np.where(done, starts, nothing),
        "effective_date": np.where(done, ends, nothing),
        "state": production["state"].to_numpy(), "type": "assembly", "warehouse": WAREHOUSE,
        "location": PRODUCTION,
    }  # fmt: skip


class _Moves:
    """Builds blocks of stock_move rows; ids run on from block to block."""

    def __init__(self, costs: Ints) -> None:
        self._costs = costs
        self._raw_costs = np.array([one[2] for one in RAW_MATERIALS])
        self.next_id = 1

    def _block(
        self,
        *,
        entity: Ints,
        product: Ints,
        quantity: Ints,
        days: Days,
        done: np.ndarray,
        places: tuple[int, int],
        **more: object,
    ) -> tuple[str, Rows]:
        size = len(product)
        ids = np.arange(self.next_id, self.next_id + size)
        self.next_id += size
        goods = self._costs.shape[1]
        cost = np.where(
            product < goods,
            self._costs[entity, np.minimum(product, goods - 1)],
            self._raw_costs[np.maximum(product - goods, 0)],
        )
        return (
            "stock_move",
            {
                "id": ids, "create_uid": 1, "create_date": business_time(days, ids),
                "company": entity + 1, "product": product + 1, "unit": 1,
                "quantity": quantity.astype(float), "internal_quantity": quantity.astype(float),
                "cost_price": Money(cost, ~done), "product_cost_price": Money(cost, ~done),
                "currency": _CURRENCY[entity] + 1,
                "effective_date": np.where(done, days, np.datetime64("NaT")),
                "planned_date": days, "origin_planned_date": days,
                "state": np.where(done, "done", "draft").astype(object),
                "from_location": places[0], "to_location": places[1], **more,
            },
        )  # fmt: skip

    def opening(self, frames: Frames) -> tuple[str, Rows]:
        stock = frames["opening_stock"]
        size = len(stock)
        return self._block(
            entity=stock["entity"].to_numpy(), product=stock["product"].to_numpy(),
            quantity=stock["quantity"].to_numpy(), days=np.repeat(FIRST, size),
            done=np.ones(size, dtype=bool), places=(LOST, STORAGE),
        )  # fmt: skip

    def deliveries(self, frames: Frames) -> tuple[str, Rows]:
        lines, shipments = frames["delivery_lines"], frames["shipments"]
        shipment = lines["shipment"].to_numpy()
        price = frames["order_lines"]["unit_price_cents"].to_numpy()[lines["order_line"].to_numpy()]
        name, rows = self._block(
            entity=shipments["entity"].to_numpy()[shipment], product=lines["product"].to_numpy(),
            quantity=lines["quantity"].to_numpy(), days=days_of(shipments)[shipment],
            done=shipments["is_done"].to_numpy()[shipment], places=(STORAGE, CUSTOMERS),
            origin=Reference("sale.line", lines["order_line"].to_numpy() + 1),
            shipment=Reference("stock.shipment.out", shipments["shipment"].to_numpy()[shipment]),
            unit_price=Money(price),
        )  # fmt: skip
        currency = frames["orders"]["currency"].to_numpy()[shipments["order"].to_numpy()][shipment]
        return name, {**rows, "currency": currency + 1}

    def trade_out(self, frames: Frames) -> tuple[str, Rows]:
        lines, deals = frames["deal_lines"], frames["deals"]
        deal = lines["deal"].to_numpy()
        size = len(lines)
        name, rows = self._block(
            entity=np.zeros(size, dtype=np.int64), product=lines["product"].to_numpy(),
            quantity=lines["quantity"].to_numpy(), days=days_of(deals)[deal],
            done=np.ones(size, dtype=bool), places=(STORAGE, CUSTOMERS),
            origin=Reference("sale.line", len(frames["order_lines"]) + np.arange(1, size + 1)),
            shipment=Reference("stock.shipment.out", deals["shipment"].to_numpy()[deal]),
            unit_price=Money(lines["unit_price_cents"].to_numpy()),
        )  # fmt: skip
        return name, {**rows, "currency": deals["currency"].to_numpy()[deal] + 1}

    def returned(self, frames: Frames) -> tuple[str, Rows]:
        returns = frames["returns"]
        size = len(returns)
        name, rows = self._block(
            entity=returns["entity"].to_numpy(), product=returns["product"].to_numpy(),
            quantity=returns["quantity"].to_numpy(), days=days_of(returns),
            done=np.ones(size, dtype=bool), places=(CUSTOMERS, STORAGE),
            origin=Reference("sale.line", returns["order_line"].to_numpy() + 1),
            shipment=Reference("stock.shipment.out.return", np.arange(1, size + 1)),
            unit_price=Money(returns["unit_price_cents"].to_numpy()),
        )  # fmt: skip
        currency = frames["orders"]["currency"].to_numpy()[returns["order"].to_numpy()]
        return name, {**rows, "currency": currency + 1}

    def receipts(self, frames: Frames) -> tuple[str, Rows]:
        lines, purchases = frames["purchase_lines"], frames["purchases"]
        purchase = lines["purchase"].to_numpy()
        name, rows = self._block(
            entity=purchases["entity"].to_numpy()[purchase], product=lines["product"].to_numpy(),
            quantity=lines["quantity"].to_numpy(),
            days=days_of(purchases, "receipt_date")[purchase],
            done=purchases["is_received"].to_numpy()[purchase], places=(SUPPLIERS, STORAGE),
            origin=Reference("purchase.line", np.arange(1, len(lines) + 1)),
            shipment=Reference("stock.shipment.in", _receipt_ids(purchases)[purchase]),
            unit_price=Money(lines["unit_price_cents"].to_numpy()),
        )  # fmt: skip
        created = np.minimum(days_of(purchases, "receipt_date"), days_of(purchases) + 1)[purchase]
        return name, {
            **rows, "create_date": business_time(created, rows["id"]),
            "currency": purchases["currency"].to_numpy()[purchase] + 1,
        }  # fmt: skip

    def trade_in(self, frames: Frames) -> tuple[str, Rows]:
        lines, deals = frames["deal_lines"], frames["deals"]
        deal = lines["deal"].to_numpy()
        return self._block(
            entity=deals["buyer"].to_numpy()[deal], product=lines["product"].to_numpy(),
            quantity=lines["quantity"].to_numpy(), days=days_of(deals, "receipt_date")[deal],
            done=deals["is_received"].to_numpy()[deal], places=(SUPPLIERS, STORAGE),
            origin=Reference(
                "purchase.line", len(frames["purchase_lines"]) + np.arange(1, len(lines) + 1)
            ),
            shipment=Reference("stock.shipment.in", deals["receipt"].to_numpy()[deal]),
            unit_price=Money(lines["unit_price_cents"].to_numpy()),
        )  # fmt: skip

    def production_in(self, frames: Frames) -> tuple[str, Rows]:
        made = frames["production"]
        size = len(made)
        return self._block(
            entity=np.zeros(size, dtype=np.int64),
            product=len(frames["products"]) + made["raw_material"].to_numpy(),
            quantity=made["raw_quantity"].to_numpy(), days=days_of(made, "start_date"),
            done=(made["state"] == "done").to_numpy(), places=(STORAGE, PRODUCTION),
            production_input=np.arange(1, size + 1),
        )  # fmt: skip

    def production_out(self, frames: Frames) -> tuple[str, Rows]:
        made = frames["production"]
        size = len(made)
        return self._block(
            entity=np.zeros(size, dtype=np.int64), product=made["product"].to_numpy(),
            quantity=made["quantity"].to_numpy(), days=days_of(made, "done_date"),
            done=(made["state"] == "done").to_numpy(), places=(PRODUCTION, STORAGE),
            production_output=np.arange(1, size + 1),
        )  # fmt: skip
