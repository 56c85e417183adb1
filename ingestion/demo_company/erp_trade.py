"""Orders, invoices and bills in the ERP database.

**Belongs here:** sale_*, purchase_* and account_invoice* rows.
**Keep out:** stock moves (`erp_stock`) and journals (`erp_ledger`).

Orders between entities follow the third-party ones: their ids begin where those end.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import (
    CUSTOMER_PARTY,
    ENTITIES,
    ENTITY_PARTY,
    PARENT,
)
from ingestion.demo_company.erp_masters import (
    PURCHASE_TAX_IDS,
    SALES_TAX_IDS,
    TERMS,
    WAREHOUSE,
    account_ids,
    term_ids,
)
from ingestion.demo_company.erp_tables import Money, Reference, Rows, business_time
from ingestion.demo_company.timeline import Days, Ints

Frames = dict[str, pd.DataFrame]


def order_numbers(orders: pd.DataFrame) -> list[str]:
    """Give the numbers of third-party orders, in order of their ids."""
    codes = [one.code[3:] for one in ENTITIES]
    return [
        f"SO-{codes[entity]}-{number:06d}"
        for number, entity in enumerate(orders["entity"].tolist(), start=1)
    ]


def days_of(frame: pd.DataFrame, column: str = "date") -> Days:
    """A date column as days."""
    return frame[column].to_numpy().astype("datetime64[D]")


def trade_tables(frames: Frames) -> Iterator[tuple[str, Rows]]:
    """Give order and invoice tables with their rows."""
    yield "sale_sale", _sales(frames)
    yield "sale_sale", _trade_sales(frames)
    yield "sale_line", _sale_lines(frames)
    yield "sale_line", _trade_sale_lines(frames)
    yield "purchase_purchase", _purchases(frames)
    yield "purchase_purchase", _trade_purchases(frames)
    yield "purchase_line", _purchase_lines(frames)
    yield "purchase_line", _trade_purchase_lines(frames)
    yield from _invoices(frames["invoices"], frames["invoice_lines"], frames, is_out=True)
    yield from _invoices(frames["bills"], frames["bill_lines"], frames, is_out=False)


def _sales(frames: Frames) -> Rows:
    orders, customers = frames["orders"], frames["customers"]
    ids = np.arange(1, len(orders) + 1)
    customer = orders["customer"].to_numpy()
    party = CUSTOMER_PARTY + customer
    net = np.zeros(len(orders), dtype=np.int64)
    np.add.at(
        net,
        frames["order_lines"]["order"].to_numpy(),
        frames["order_lines"]["net_cents"].to_numpy(),
    )
    taxed = (customers["country_code"].isin(["CN", "DE"])).to_numpy()[customer]
    percent = np.array([one.vat_percent for one in ENTITIES])[orders["entity"].to_numpy()] * taxed
    tax = (net * percent + 50) // 100
    state = orders["state"].to_numpy()
    firm = np.isin(state, ["processing", "done"])
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days_of(orders), ids),
        "write_uid": 1, "write_date": business_time(days_of(orders, "last_date"), ids),
        "company": orders["entity"].to_numpy() + 1, "currency": orders["currency"].to_numpy() + 1,
        "number": order_numbers(orders), "party": party, "invoice_party": -np.ones_like(ids),
        "invoice_address": party, "shipment_address": party,
        "confirmed_by": np.where(state == "quotation", -1, orders["rep"].to_numpy() + 1),
        "quoted_by": orders["rep"].to_numpy() + 1,
        "payment_term": term_ids(customers["terms_days"].to_numpy()[customer]),
        "invoice_method": "shipment", "shipment_method": "order",
        "invoice_state": _invoice_states(frames, firm),
        "shipment_state": _shipment_states(frames, firm),
        "sale_date": days_of(orders), "quotation_date": days_of(orders), "state": state,
        "tax_amount_cache": Money(tax), "untaxed_amount_cache": Money(net),
        "total_amount_cache": Money(net + tax), "to_invoice": 0,
        "to_ship": state == "processing", "warehouse": WAREHOUSE,
    }  # fmt: skip


def _invoice_states(frames: Frames, firm: np.ndarray) -> np.ndarray:
    """Tryton's words for how far each order is invoiced and paid."""
    invoices = frames["invoices"]
    sold = invoices[invoices["source"] == "sales"]
    size = len(frames["orders"])
    total = np.bincount(sold["order"].to_numpy(), minlength=size)
    paid = np.bincount(sold.loc[sold["state"] == "paid", "order"].to_numpy(), minlength=size)
    return np.select(
        [~firm, total == 0, paid == total, paid > 0],
        ["none", "pending", "paid", "partially paid"],
        "awaiting payment",
    ).astype(object)


def _shipment_states(frames: Frames, firm: np.ndarray) -> np.ndarray:
    """Tryton's words for how far each order is shipped."""
    shipments = frames["shipments"]
    size = len(frames["orders"])
    total = np.bincount(shipments["order"].to_numpy(), minlength=size)
    done = np.bincount(shipments.loc[shipments["is_done"], "order"].to_numpy(), minlength=size)
    return np.select(
        [~firm, done == total, done > 0], ["none", "sent", "partially shipped"], "waiting"
    ).astype(object)


def _trade_sales(frames: Frames) -> Rows:
    deals = frames["deals"]
    ids = len(frames["orders"]) + np.arange(1, len(deals) + 1)
    party = ENTITY_PARTY + deals["buyer"].to_numpy()
    net = Money(deals["net_cents"].to_numpy())
    return {
        "id": ids, "create_uid": 1,
        "create_date": business_time(days_of(deals, "order_date"), ids),
        "company": PARENT + 1, "currency": deals["currency"].to_numpy() + 1,
        "number": [f"SOIC-CN-{n:04d}" for n in range(1, len(deals) + 1)], "party": party,
        "invoice_address": party, "shipment_address": party, "payment_term": term_ids(
            np.repeat(45, len(deals))), "invoice_method": "shipment", "shipment_method": "order",
        "invoice_state": "paid", "shipment_state": "sent",
        "sale_date": days_of(deals, "order_date"), "state": "done",
        "tax_amount_cache": Money(np.zeros(len(deals), dtype=np.int64)),
        "untaxed_amount_cache": net, "total_amount_cache": net, "to_invoice": 0, "to_ship": 0,
        "warehouse": WAREHOUSE,
    }  # fmt: skip


def _sale_lines(frames: Frames) -> Rows:
    lines, orders = frames["order_lines"], frames["orders"]
    ids = np.arange(1, len(lines) + 1)
    order = lines["order"].to_numpy()
    quantity = lines["quantity"].to_numpy()
    firm = np.isin(orders["state"].to_numpy(), ["processing", "done"])[order]
    actual = quantity - lines["cancelled_quantity"].to_numpy()
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days_of(orders)[order], ids),
        "sale": order + 1, "sequence": lines["number"].to_numpy(), "type": "line",
        "product": lines["product"].to_numpy() + 1, "unit": 1,
        "quantity": quantity.astype(float),
        "actual_quantity": np.where(firm, actual, 0).astype(float),
        "unit_price": Money(lines["unit_price_cents"].to_numpy()),
    }  # fmt: skip


def _trade_sale_lines(frames: Frames) -> Rows:
    lines, deals = frames["deal_lines"], frames["deals"]
    ids = len(frames["order_lines"]) + np.arange(1, len(lines) + 1)
    deal = lines["deal"].to_numpy()
    quantity = lines["quantity"].to_numpy().astype(float)
    return {
        "id": ids, "create_uid": 1,
        "create_date": business_time(days_of(deals, "order_date")[deal], ids),
        "sale": len(frames["orders"]) + deal + 1, "type": "line",
        "product": lines["product"].to_numpy() + 1, "unit": 1, "quantity": quantity,
        "actual_quantity": quantity, "unit_price": Money(lines["unit_price_cents"].to_numpy()),
    }  # fmt: skip


def _purchases(frames: Frames) -> Rows:
    purchases = frames["purchases"]
    ids = np.arange(1, len(purchases) + 1)
    net = np.zeros(len(purchases), dtype=np.int64)
    np.add.at(
        net, frames["purchase_lines"]["purchase"].to_numpy(),
        frames["purchase_lines"]["net_cents"].to_numpy(),
    )  # fmt: skip
    percent = np.where(purchases["currency"] == 0, 13, 0)
    tax = (net * percent + 50) // 100
    received = purchases["is_received"].to_numpy()
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days_of(purchases), ids),
        "company": purchases["entity"].to_numpy() + 1,
        "currency": purchases["currency"].to_numpy() + 1,
        "number": [f"PO-CN-{n:06d}" for n in ids.tolist()],
        "party": purchases["party"].to_numpy(), "invoice_address": purchases["party"].to_numpy(),
        "payment_term": term_ids(purchases["terms_days"].to_numpy()),
        "invoice_method": "shipment", "purchase_date": days_of(purchases),
        "delivery_date": days_of(purchases, "receipt_date"), "invoice_state": "pending",
        "shipment_state": np.where(received, "received", "waiting").astype(object),
        "state": np.where(received, "done", "processing").astype(object),
        "tax_amount_cache": Money(tax), "untaxed_amount_cache": Money(net),
        "total_amount_cache": Money(net + tax), "to_invoice": 0, "warehouse": WAREHOUSE,
    }  # fmt: skip


def _trade_purchases(frames: Frames) -> Rows:
    deals = frames["deals"]
    ids = len(frames["purchases"]) + np.arange(1, len(deals) + 1)
    net = Money(deals["net_cents"].to_numpy())
    codes = [one.code[3:] for one in ENTITIES]
    return {
        "id": ids, "create_uid": 1,
        "create_date": business_time(days_of(deals, "order_date"), ids),
        "company": deals["buyer"].to_numpy() + 1, "currency": deals["currency"].to_numpy() + 1,
        "number": [f"POIC-{codes[one]}-{n:04d}"
                   for n, one in enumerate(deals["buyer"].tolist(), start=1)],
        "party": ENTITY_PARTY + PARENT, "invoice_address": ENTITY_PARTY + PARENT,
        "payment_term": term_ids(np.repeat(45, len(deals))), "invoice_method": "order",
        "purchase_date": days_of(deals, "order_date"),
        "delivery_date": days_of(deals, "receipt_date"), "invoice_state": "pending",
        "shipment_state": np.where(deals["is_received"], "received", "waiting").astype(object),
        "state": np.where(deals["is_received"], "done", "processing").astype(object),
        "tax_amount_cache": Money(np.zeros(len(deals), dtype=np.int64)),
        "untaxed_amount_cache": net, "total_amount_cache": net, "to_invoice": 0,
        "warehouse": WAREHOUSE,
    }  # fmt: skip


def _purchase_lines(frames: Frames) -> Rows:
    lines, purchases = frames["purchase_lines"], frames["purchases"]
    ids = np.arange(1, len(lines) + 1)
    purchase = lines["purchase"].to_numpy()
    quantity = lines["quantity"].to_numpy().astype(float)
    received = purchases["is_received"].to_numpy()[purchase]
    return {
        "id": ids, "create_uid": 1,
        "create_date": business_time(days_of(purchases)[purchase], ids),
        "purchase": purchase + 1, "type": "line", "product": lines["product"].to_numpy() + 1,
        "unit": 1, "quantity": quantity, "actual_quantity": np.where(received, quantity, 0.0),
        "unit_price": Money(lines["unit_price_cents"].to_numpy()),
        "delivery_date_store": days_of(purchases, "receipt_date")[purchase],
    }  # fmt: skip


def _trade_purchase_lines(frames: Frames) -> Rows:
    lines, deals = frames["deal_lines"], frames["deals"]
    ids = len(frames["purchase_lines"]) + np.arange(1, len(lines) + 1)
    deal = lines["deal"].to_numpy()
    quantity = lines["quantity"].to_numpy().astype(float)
    received = deals["is_received"].to_numpy()[deal]
    return {
        "id": ids, "create_uid": 1,
        "create_date": business_time(days_of(deals, "order_date")[deal], ids),
        "purchase": len(frames["purchases"]) + deal + 1, "type": "line",
        "product": lines["product"].to_numpy() + 1, "unit": 1, "quantity": quantity,
        "actual_quantity": np.where(received, quantity, 0.0),
        "unit_price": Money(lines["unit_price_cents"].to_numpy()),
        "delivery_date_store": days_of(deals, "receipt_date")[deal],
    }  # fmt: skip


def _invoices(
    heads: pd.DataFrame, lines: pd.DataFrame, frames: Frames, *, is_out: bool
) -> Iterator[tuple[str, Rows]]:
    entity = heads["entity"].to_numpy()
    ids = heads["invoice"].to_numpy()
    created = {"create_uid": 1, "create_date": business_time(days_of(heads), ids)}
    company = {"company": entity + 1, "currency": heads["currency"].to_numpy() + 1}
    days = (days_of(heads, "due_date") - days_of(heads)).astype(np.int64)
    yield (
        "account_invoice",
        {
            "id": ids, **created, **company, "type": "out" if is_out else "in",
            "account": account_ids(entity, heads["account"].to_numpy()),
            "invoice_date": days_of(heads), "accounting_date": days_of(heads),
            "write_uid": 1, "write_date": business_time(days_of(heads, "last_date"), ids),
            "journal": 1 if is_out else 2, "move": heads["move"].to_numpy(),
            "number": heads["number"].to_numpy(), "party": heads["party"].to_numpy(),
            "invoice_address": heads["party"].to_numpy(), "payment_term": np.where(
                np.isin(days, TERMS), term_ids(days), -1),
            "payment_term_date": days_of(heads, "due_date"),
            "reference": heads["reference"].to_numpy(), "state": heads["state"].to_numpy(),
            "sequence_type_cache": np.where(
                heads["gross_cents"] < 0, "credit_note", "invoice").astype(object),
            "tax_amount_cache": Money(heads["tax_cents"].to_numpy()),
            "untaxed_amount_cache": Money(heads["net_cents"].to_numpy()),
            "total_amount_cache": Money(heads["gross_cents"].to_numpy()),
            "description": _on_opening(heads["source"].to_numpy(), "Taken over"),
            "payment_direct_debit": 0,
        },
    )  # fmt: skip
    head = np.searchsorted(ids, lines["invoice_id"].to_numpy())
    line_ids = lines["invoice_line"].to_numpy()
    source = heads["source"].to_numpy()[head]
    offset, model, key = (
        (len(frames["order_lines"]), "sale.line", "order_line")
        if is_out
        else (len(frames["purchase_lines"]), "purchase.line", "purchase_line")
    )
    origin = lines[key].to_numpy()
    origin = np.where(origin >= 0, origin + 1 + np.where(source == "intercompany", offset, 0), -1)
    origin = origin.astype(np.int64)  # opening documents have no order: their column holds nulls
    stamp = {"create_uid": 1, "create_date": business_time(days_of(heads)[head], line_ids)}
    product = lines["product"].to_numpy()
    yield (
        "account_invoice_line",
        {
            "id": line_ids, **stamp,
            "account": account_ids(entity[head], lines["account"].to_numpy()),
            "company": entity[head] + 1, "currency": heads["currency"].to_numpy()[head] + 1,
            "invoice": lines["invoice_id"].to_numpy(), "type": "line",
            "invoice_type": "out" if is_out else "in", "party": heads["party"].to_numpy()[head],
            "origin": Reference(model, origin),
            "product": np.where(product >= 0, product + 1, -1),
            "unit": np.where(product >= 0, 1, -1),
            "quantity": lines["quantity"].to_numpy().astype(float),
            "unit_price": Money(lines["unit_price_cents"].to_numpy()),
            "taxes_deductible_rate": b"1", "correction": 0,
            "description": _on_opening(source, "Opening balance"),
        },
    )  # fmt: skip
    yield from _taxes(heads, lines, head, is_out=is_out)


def _on_opening(source: np.ndarray, text: str) -> np.ndarray:
    """A text on documents that were open when the books began."""
    texts = np.full(len(source), None, dtype=object)
    texts[source == "opening"] = text
    return texts


def _taxes(
    heads: pd.DataFrame, lines: pd.DataFrame, head: Ints, *, is_out: bool
) -> Iterator[tuple[str, Rows]]:
    entity, percent = heads["entity"].to_numpy(), heads["tax_percent"].to_numpy()
    if is_out:
        tax = np.where(percent > 0, np.array(SALES_TAX_IDS)[entity], -1)
    else:
        tax = np.full(len(heads), -1)
        for (one, rate), number in PURCHASE_TAX_IDS.items():
            tax[(entity == one) & (percent == rate)] = number
    taxed = np.flatnonzero(tax[head] > 0)
    ids = lines["invoice_line"].to_numpy()[taxed]
    yield (
        "account_invoice_line-account_tax",
        {"id": ids, "create_uid": 1, "create_date": business_time(days_of(heads)[head[taxed]], ids),
         "line": lines["invoice_line"].to_numpy()[taxed], "tax": tax[head[taxed]]},
    )  # fmt: skip
    mine = np.flatnonzero(tax > 0)
    ids = heads["invoice"].to_numpy()[mine]
    account = account_ids(entity[mine], np.repeat(222101 if is_out else 222102, len(mine)))
    yield (
        "account_invoice_tax",
        {"id": ids, "create_uid": 1, "create_date": business_time(days_of(heads)[mine], ids),
         "account": account, "invoice": ids, "tax": tax[mine], "manual": 0,
         "amount": Money(heads["tax_cents"].to_numpy()[mine]),
         "base": Money(heads["net_cents"].to_numpy()[mine]),
         "description": "VAT"},
    )  # fmt: skip
