"""The life of the demo company from first order to last bank line, in one pass.

**Belongs here:** the order in which concepts are simulated, and document ids.
**Keep out:** what each concept does.

Flow: masters → orders → deliveries → supply (stock, purchases, production, intercompany) →
invoices → receipts and payments → running costs → ledger → bank statements.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ingestion.demo_company import bills as billing
from ingestion.demo_company import chart
from ingestion.demo_company.bank_statements import bank_account_frame, make_bank_lines
from ingestion.demo_company.customers import make_customers, rep_frame
from ingestion.demo_company.deliveries import make_deliveries
from ingestion.demo_company.demand import true_demand
from ingestion.demo_company.entities import ENTITIES
from ingestion.demo_company.erp_ledger import add_reconciliations
from ingestion.demo_company.expense_claims import make_claims, post_claims
from ingestion.demo_company.intercompany import (
    make_intercompany,
    pay_intercompany,
    post_intercompany_receipts,
    purchase_side,
    sales_side,
)
from ingestion.demo_company.invoices import complete_invoices, make_invoices, post_invoices
from ingestion.demo_company.ledger import Ledger
from ingestion.demo_company.loans import (
    post_interest_on_balances,
    post_loans,
    post_own_transfers,
)
from ingestion.demo_company.opening import (
    make_opening_bills,
    make_opening_invoices,
    post_opening,
)
from ingestion.demo_company.orders import make_orders
from ingestion.demo_company.products import make_products, standard_costs
from ingestion.demo_company.purchasing import make_purchases, post_goods_receipts
from ingestion.demo_company.receipts import post_receipts
from ingestion.demo_company.running_costs import make_service_bills, post_month_ends
from ingestion.demo_company.stock import plan_supply
from ingestion.demo_company.suppliers import make_suppliers
from ingestion.demo_company.taxes import post_income_tax, post_value_added_tax
from ingestion.demo_company.timeline import month_index
from ingestion.demo_company.warehouse_journals import (
    make_production,
    post_cost_of_deliveries,
    post_production,
)
from ingestion.demo_company.year_ends import close_years


class _Ids:
    """Hands out blocks of ascending ids, one counter per kind of document."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, kind: str, count: int) -> np.ndarray:
        first = self._next.get(kind, 1)
        self._next[kind] = first + count
        return np.arange(first, first + count)


def simulate_documents(factor: float, seed: int) -> dict[str, pd.DataFrame]:
    """Simulate everything.

    Returns:
        Frames by name; see the module that makes each. Entities, currencies, customers and
        products are positions; `company_frames` turns the public ones into codes.
    """
    ids = _Ids()
    ledger = Ledger()
    customers = make_customers(factor, seed)
    products = make_products(seed)
    suppliers = make_suppliers()
    costs = standard_costs(products)
    orders, order_lines = make_orders(customers, products, factor, seed)
    orders, order_lines, shipments, delivery_lines = make_deliveries(orders, order_lines, seed)
    plan = plan_supply(shipments, delivery_lines, products, seed)
    trade = make_intercompany(plan, costs, seed)
    purchases = make_purchases(plan, products, suppliers, seed)
    production = make_production(plan, products, seed)
    post_opening(ledger, plan, costs, factor)

    sales = make_invoices(customers, orders, order_lines, shipments, delivery_lines, seed)
    opening_invoices, opening_lines = make_opening_invoices(customers, factor, seed)
    trade_invoices, trade_lines = sales_side(trade)
    out: list[pd.DataFrame] = []
    out_lines: list[pd.DataFrame] = []
    for source, heads, lines in (
        ("opening", opening_invoices, opening_lines),
        ("sales", sales.invoices, sales.lines),
        ("intercompany", trade_invoices, trade_lines),
    ):
        heads = heads if source == "sales" else complete_invoices(heads, lines)
        heads = heads.assign(source=source, invoice=ids.take("invoice", len(heads)))
        lines["invoice_line"] = ids.take("invoice_line", len(lines))
        lines["invoice_id"] = heads["invoice"].to_numpy()[lines["invoice"].to_numpy()]
        heads["number"] = _invoice_numbers(heads, source)
        post_invoices(ledger, heads, lines, "OPEN" if source == "opening" else "REV")
        out.append(heads)
        out_lines.append(lines)
    shipment_ids = ids.take("shipment_out", len(shipments))
    post_cost_of_deliveries(
        ledger, shipments, delivery_lines, costs, int(shipment_ids[0]), chart.COST_OF_SALES
    )
    trade_shipments = pd.DataFrame({"entity": 0, "date": trade.deals["date"], "is_done": True})
    trade_shipment_ids = ids.take("shipment_out", len(trade_shipments))
    post_cost_of_deliveries(
        ledger,
        trade_shipments,
        trade.lines.rename(columns={"deal": "shipment"}),
        costs,
        int(trade_shipment_ids[0]),
        chart.INTERCOMPANY_COST_OF_SALES,
    )
    received = int(purchases.purchases["is_received"].sum())
    receipt_ids = ids.take("shipment_in", received)
    post_goods_receipts(
        ledger, purchases.purchases, purchases.lines, len(products), int(receipt_ids[0])
    )
    trade_receipt_ids = ids.take("shipment_in", len(trade.deals))
    post_intercompany_receipts(ledger, trade, int(trade_receipt_ids[0]))
    post_production(ledger, production, costs, 1)

    service_bills, service_lines = make_service_bills(suppliers, factor, seed)
    opening_bills, opening_bill_lines = make_opening_bills(suppliers, factor, seed)
    trade_bills, trade_bill_lines = purchase_side(trade)
    paid: list[pd.DataFrame] = []
    paid_lines: list[pd.DataFrame] = []
    for source, heads, lines in (
        ("opening", opening_bills, opening_bill_lines),
        ("goods", purchases.bills, purchases.bill_lines),
        ("services", service_bills, service_lines),
        ("intercompany", trade_bills, trade_bill_lines),
    ):
        heads = billing.complete_bills(heads, lines)
        heads = heads.assign(source=source, invoice=ids.take("invoice", len(heads)))
        lines["invoice_line"] = ids.take("invoice_line", len(lines))
        lines["invoice_id"] = heads["invoice"].to_numpy()[lines["invoice"].to_numpy()]
        if "received_functional_cents" not in lines:
            lines["received_functional_cents"] = lines["functional_cents"]
        heads["number"] = _bill_numbers(heads)
        heads["reference"] = (
            out[2]["number"].to_numpy()
            if source == "intercompany"
            else [f"R{party}-{one:06d}" for party, one in zip(heads["party"], heads["invoice"])]
        )
        billing.post_bills(ledger, heads, lines, "OPEN" if source == "opening" else "EXP")
        paid.append(heads)
        paid_lines.append(lines)
    equipment = service_lines[service_lines["account"] == chart.FIXED_ASSETS]
    equipment_bill = service_bills.iloc[equipment["invoice"]]
    bought = pd.DataFrame(
        {
            "entity": equipment_bill["entity"].to_numpy(),
            "month": month_index(equipment_bill["date"].to_numpy().astype("datetime64[D]")),
            "cents": equipment["functional_cents"].to_numpy(),
        }
    )
    post_month_ends(ledger, bought, factor)
    customer_documents = pd.concat(out[:2], ignore_index=True)
    shifted = out[1]["credited"].to_numpy()
    customer_documents["credited"] = np.r_[
        out[0]["credited"].to_numpy(), np.where(shifted >= 0, shifted + len(out[0]), -1)
    ]
    receipts_truth = post_receipts(ledger, customer_documents, customers, seed)
    payments_truth = billing.pay_bills(
        ledger, pd.concat(paid[:3], ignore_index=True), suppliers, seed
    )
    pay_intercompany(ledger, out[2], paid[3])
    claims, claim_lines = make_claims(factor, seed)
    post_claims(ledger, claims, claim_lines)
    post_loans(ledger, factor)
    post_value_added_tax(ledger)
    post_interest_on_balances(ledger)
    post_income_tax(ledger)
    close_years(ledger)
    post_own_transfers(ledger, factor)
    moves, move_lines, bank_events = ledger.close()
    bank_lines = make_bank_lines(bank_events)
    orders["last_date"] = _last_dates(orders, shipments)
    frames = {
        "customers": customers,
        "products": products,
        "suppliers": suppliers,
        "reps": rep_frame(),
        "orders": orders,
        "order_lines": order_lines,
        "shipments": shipments.assign(shipment=shipment_ids),
        "delivery_lines": delivery_lines,
        "deals": trade.deals.assign(
            shipment=trade_shipment_ids, receipt=trade_receipt_ids
        ),
        "deal_lines": trade.lines,
        "purchases": purchases.purchases,
        "purchase_lines": purchases.lines,
        "production": production,
        "invoices": pd.concat(out, ignore_index=True),
        "invoice_lines": pd.concat(out_lines, ignore_index=True),
        "bills": pd.concat(paid, ignore_index=True),
        "bill_lines": pd.concat(paid_lines, ignore_index=True),
        "moves": moves,
        "move_lines": move_lines,
        "bank_accounts": bank_account_frame(factor),
        "bank_lines": bank_lines,
        "opening_stock": _opening_stock(plan.opening, plan.raw_opening),
        "claims": claims,
        "claim_lines": claim_lines,
        "true_demand": true_demand(factor),
        "true_receipts": receipts_truth,
        "true_payments": payments_truth,
        "true_leaks": sales.leaks,
    }
    add_reconciliations(frames)
    return frames


def _last_dates(orders: pd.DataFrame, shipments: pd.DataFrame) -> np.ndarray:
    """The day of the last delivery of each order, or of the order itself."""
    last = orders["date"].to_numpy().copy()
    done = shipments[shipments["is_done"]]
    np.maximum.at(last, done["order"].to_numpy(), done["date"].to_numpy().astype(last.dtype))
    return last


def _opening_stock(opening: np.ndarray, raw_opening: np.ndarray) -> pd.DataFrame:
    """One row per entity and stock item on hand when the books open: entity, product, quantity."""
    entity, product = np.nonzero(opening)
    raw = np.flatnonzero(raw_opening)
    return pd.DataFrame(
        {
            "entity": np.r_[entity, np.zeros(len(raw), dtype=np.int64)],
            "product": np.r_[product, opening.shape[1] + raw],
            "quantity": np.r_[opening[entity, product], raw_opening[raw]],
        }
    )


def _invoice_numbers(heads: pd.DataFrame, source: str) -> list[str]:
    """Number documents gap-free per entity, series and year in order of their dates."""
    series = {"opening": "OB", "intercompany": "IC"}.get(source, "INV")
    year = heads["date"].to_numpy().astype("datetime64[Y]").astype(int) + 1970
    is_note = (heads["credited"] >= 0).to_numpy()
    keys = [heads["entity"].to_numpy(), year, is_note]
    return _numbers(heads, keys, [f"{series}", "CN"], is_note, year)


def _bill_numbers(heads: pd.DataFrame) -> list[str]:
    year = heads["date"].to_numpy().astype("datetime64[Y]").astype(int) + 1970
    source = heads["source"].iloc[0][:1].upper() if len(heads) else ""
    none = np.zeros(len(heads), dtype=bool)
    return _numbers(heads, [heads["entity"].to_numpy(), year, none], [f"BILL{source}"], none, year)


def _numbers(
    heads: pd.DataFrame, keys: list[Any], series: list[str], second: np.ndarray, year: np.ndarray
) -> list[str]:
    order = np.lexsort((np.arange(len(heads)), heads["date"].to_numpy()))
    sorted_keys = pd.DataFrame({str(n): key[order] for n, key in enumerate(keys)})
    rank = np.empty(len(heads), dtype=np.int64)
    rank[order] = sorted_keys.groupby(list(sorted_keys), sort=False).cumcount().to_numpy() + 1
    codes = [one.code[3:] for one in ENTITIES]
    return [
        f"{series[int(note)]}-{codes[entity]}-{one_year}-{number:05d}"
        for note, entity, one_year, number in zip(
            second.tolist(), heads["entity"].tolist(), year.tolist(), rank.tolist(), strict=True
        )
    ]
