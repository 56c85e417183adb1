"""The life of the demo company from first order to last bank line, in one pass.

**Belongs here:** the order in which concepts are simulated and what each hands to the next.
**Keep out:** what each concept does.

Flow: masters → orders → deliveries → supply (stock, purchases, production, intercompany) →
invoices and bills → receipts and payments → running costs, accruals, claims, loans, taxes, year
ends → ledger → bank statements.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company import bills as billing
from ingestion.demo_company import chart, intercompany, opening, running_costs
from ingestion.demo_company import warehouse_journals as warehouse
from ingestion.demo_company.accruals import post_accruals
from ingestion.demo_company.bank_statements import bank_account_frame, make_bank_lines
from ingestion.demo_company.customers import make_customers, rep_frame
from ingestion.demo_company.deliveries import make_deliveries
from ingestion.demo_company.demand import true_demand
from ingestion.demo_company.documents import DocumentIds, register
from ingestion.demo_company.erp_ledger import add_reconciliations
from ingestion.demo_company.expense_claims import make_claims, post_claims
from ingestion.demo_company.invoices import (
    Invoicing,
    complete_invoices,
    make_invoices,
    post_invoices,
)
from ingestion.demo_company.ledger import Ledger
from ingestion.demo_company.loans import (
    post_interest_on_balances,
    post_loans,
    post_own_transfers,
)
from ingestion.demo_company.orders import make_orders
from ingestion.demo_company.other_income import post_other_income
from ingestion.demo_company.products import make_products, standard_costs
from ingestion.demo_company.purchasing import Purchases, make_purchases, post_goods_receipts
from ingestion.demo_company.receipts import post_receipts
from ingestion.demo_company.returns import make_returns, post_returns
from ingestion.demo_company.stock import SupplyPlan, plan_supply
from ingestion.demo_company.suppliers import make_suppliers
from ingestion.demo_company.taxes import post_income_tax, post_value_added_tax
from ingestion.demo_company.timeline import Ints, month_index
from ingestion.demo_company.year_ends import close_years

Documents = dict[str, tuple[pd.DataFrame, pd.DataFrame]]
"""Documents and their lines by the part of the simulation that made them."""


class _Trade(NamedTuple):
    """Everything that moves goods."""

    customers: pd.DataFrame
    products: pd.DataFrame
    suppliers: pd.DataFrame
    costs: Ints
    orders: pd.DataFrame
    order_lines: pd.DataFrame
    shipments: pd.DataFrame
    delivery_lines: pd.DataFrame
    plan: SupplyPlan
    intercompany: intercompany.IntercompanyTrade
    purchases: Purchases
    production: pd.DataFrame
    sales: Invoicing
    returns: pd.DataFrame


def simulate_documents(factor: float, seed: int) -> dict[str, pd.DataFrame]:
    """Simulate everything.

    Returns:
        Frames by name; see the module that makes each. Entities, currencies, customers and
        products are positions; `public_frames` turns the public ones into codes.
    """
    ledger, ids = Ledger(), DocumentIds()
    trade = _simulate_trade(factor, seed)
    opening.post_opening(ledger, trade.plan, trade.costs, factor)
    invoices = _book_invoices(ledger, ids, trade, factor, seed)
    stock_ids = _book_stock(ledger, ids, trade)
    bills = _book_bills(ledger, ids, trade, invoices["intercompany"][0], factor, seed)
    running_costs.post_month_ends(ledger, _equipment_bought(bills["services"]), factor)
    post_accruals(ledger, factor)
    receipts = post_receipts(ledger, _customer_documents(invoices), trade.customers, seed)
    payments = billing.pay_bills(
        ledger,
        pd.concat([bills[one][0] for one in ("opening", "goods", "services")], ignore_index=True),
        trade.suppliers,
        seed,
    )
    intercompany.pay_intercompany(ledger, invoices["intercompany"][0], bills["intercompany"][0])
    claims, claim_lines = make_claims(factor, seed)
    post_claims(ledger, claims, claim_lines)
    post_loans(ledger, factor)
    post_other_income(ledger, factor, seed)
    post_value_added_tax(ledger)
    post_interest_on_balances(ledger)
    post_income_tax(ledger)
    close_years(ledger)
    post_own_transfers(ledger, factor)
    moves, move_lines, bank_events = ledger.close()
    frames = {
        **_trade_frames(trade, stock_ids),
        "invoices": pd.concat([heads for heads, _ in invoices.values()], ignore_index=True),
        "invoice_lines": pd.concat([lines for _, lines in invoices.values()], ignore_index=True),
        "bills": pd.concat([heads for heads, _ in bills.values()], ignore_index=True),
        "bill_lines": pd.concat([lines for _, lines in bills.values()], ignore_index=True),
        "moves": moves,
        "move_lines": move_lines,
        "bank_accounts": bank_account_frame(factor),
        "bank_lines": make_bank_lines(bank_events),
        "claims": claims,
        "claim_lines": claim_lines,
        "true_demand": true_demand(factor),
        "true_receipts": receipts,
        "true_payments": payments,
        "true_leaks": trade.sales.leaks,
    }
    add_reconciliations(frames)
    return frames


def _simulate_trade(factor: float, seed: int) -> _Trade:
    customers = make_customers(factor, seed)
    products = make_products(seed)
    suppliers = make_suppliers()
    costs = standard_costs(products)
    orders, order_lines = make_orders(customers, products, factor, seed)
    orders, order_lines, shipments, delivery_lines = make_deliveries(orders, order_lines, seed)
    plan = plan_supply(shipments, delivery_lines, products, seed)
    sales = make_invoices(customers, order_lines, shipments, delivery_lines, seed)
    return _Trade(
        customers=customers,
        products=products,
        suppliers=suppliers,
        costs=costs,
        orders=orders.assign(last_date=_last_dates(orders, shipments)),
        order_lines=order_lines,
        shipments=shipments,
        delivery_lines=delivery_lines,
        plan=plan,
        intercompany=intercompany.make_intercompany(plan, costs, seed),
        purchases=make_purchases(plan, products, suppliers, seed),
        production=warehouse.make_production(plan, products, seed),
        sales=sales,
        returns=make_returns(sales, seed),
    )


def _book_invoices(
    ledger: Ledger, ids: DocumentIds, trade: _Trade, factor: float, seed: int
) -> Documents:
    booked: Documents = {}
    for source, series, (heads, lines) in (
        ("opening", "OB", opening.make_opening_invoices(trade.customers, factor, seed)),
        ("sales", "INV", (trade.sales.invoices, trade.sales.lines)),
        ("intercompany", "IC", intercompany.sales_side(trade.intercompany)),
    ):
        complete = heads if source == "sales" else complete_invoices(heads, lines)
        booked[source] = register(ids, complete, lines, source, series)
        post_invoices(ledger, *booked[source], "OPEN" if source == "opening" else "REV")
    return booked


def _book_stock(ledger: Ledger, ids: DocumentIds, trade: _Trade) -> dict[str, Ints]:
    """Post what leaves, arrives and is made; give ids of shipments and receipts."""
    deals = trade.intercompany.deals
    deal_shipments = pd.DataFrame({"entity": 0, "date": deals["date"], "is_done": True})
    result = {
        "shipments": ids.take("shipment_out", len(trade.shipments)),
        "deal_shipments": ids.take("shipment_out", len(deals)),
    }
    for name, shipments, lines, account in (
        ("shipments", trade.shipments, trade.delivery_lines, chart.COST_OF_SALES),
        (
            "deal_shipments",
            deal_shipments,
            trade.intercompany.lines.rename(columns={"deal": "shipment"}),
            chart.INTERCOMPANY_COST_OF_SALES,
        ),
    ):
        warehouse.post_cost_of_deliveries(
            ledger, shipments, lines, trade.costs, int(result[name][0]), account
        )
    purchases = trade.purchases.purchases
    first = ids.take("shipment_in", int(purchases["is_received"].sum()))[0]
    post_goods_receipts(ledger, purchases, trade.purchases.lines, len(trade.products), int(first))
    result["deal_receipts"] = ids.take("shipment_in", len(deals))
    intercompany.post_intercompany_receipts(
        ledger, trade.intercompany, int(result["deal_receipts"][0])
    )
    post_returns(ledger, trade.returns, trade.costs)
    warehouse.post_production(ledger, trade.production, trade.costs, 1)
    return result


def _book_bills(
    ledger: Ledger,
    ids: DocumentIds,
    trade: _Trade,
    sold_in_group: pd.DataFrame,
    factor: float,
    seed: int,
) -> Documents:
    booked: Documents = {}
    for source, series, (heads, lines) in (
        ("opening", "BO", opening.make_opening_bills(trade.suppliers, factor, seed)),
        ("goods", "BG", (trade.purchases.bills, trade.purchases.bill_lines)),
        ("services", "BS", running_costs.make_service_bills(trade.suppliers, factor, seed)),
        ("intercompany", "BI", intercompany.purchase_side(trade.intercompany)),
    ):
        complete = billing.complete_bills(heads, lines)
        if "received_functional_cents" not in lines:
            lines["received_functional_cents"] = lines["functional_cents"]
        bills, bill_lines = register(ids, complete, lines, source, series)
        bills["reference"] = (
            sold_in_group["number"].to_numpy()
            if source == "intercompany"
            else [
                f"R{party}-{number:06d}"
                for party, number in zip(bills["party"], bills["invoice"], strict=True)
            ]
        )
        billing.post_bills(ledger, bills, bill_lines, "OPEN" if source == "opening" else "EXP")
        booked[source] = (bills, bill_lines)
    return booked


def _equipment_bought(services: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Fixed assets bought: entity, month (position), cents."""
    bills, lines = services
    equipment = lines[lines["account"] == chart.FIXED_ASSETS]
    bill = bills.iloc[equipment["invoice"].to_numpy()]
    return pd.DataFrame(
        {
            "entity": bill["entity"].to_numpy(),
            "month": month_index(bill["date"].to_numpy().astype("datetime64[D]")),
            "cents": equipment["functional_cents"].to_numpy(),
        }
    )


def _customer_documents(invoices: Documents) -> pd.DataFrame:
    """Third-party documents in one frame, credit notes pointing at the joint positions."""
    taken_over, sold = invoices["opening"][0], invoices["sales"][0]
    shifted = sold["credited"].to_numpy()
    sold = sold.assign(credited=np.where(shifted >= 0, shifted + len(taken_over), -1))
    return pd.concat([taken_over, sold], ignore_index=True)


def _last_dates(orders: pd.DataFrame, shipments: pd.DataFrame) -> np.ndarray:
    """The day of the last delivery of each order, or of the order itself."""
    last = orders["date"].to_numpy().copy()
    done = shipments[shipments["is_done"]]
    np.maximum.at(last, done["order"].to_numpy(), done["date"].to_numpy().astype(last.dtype))
    return last


def _trade_frames(trade: _Trade, ids: dict[str, Ints]) -> dict[str, pd.DataFrame]:
    return {
        "customers": trade.customers,
        "products": trade.products,
        "suppliers": trade.suppliers,
        "reps": rep_frame(),
        "orders": trade.orders,
        "order_lines": trade.order_lines,
        "shipments": trade.shipments.assign(shipment=ids["shipments"]),
        "delivery_lines": trade.delivery_lines,
        "returns": trade.returns,
        "deals": trade.intercompany.deals.assign(
            shipment=ids["deal_shipments"], receipt=ids["deal_receipts"]
        ),
        "deal_lines": trade.intercompany.lines,
        "purchases": trade.purchases.purchases,
        "purchase_lines": trade.purchases.lines,
        "production": trade.production,
        "opening_stock": _opening_stock(trade.plan),
    }


def _opening_stock(plan: SupplyPlan) -> pd.DataFrame:
    """One row per entity and stock item on hand when the books open: entity, product, quantity."""
    entity, product = np.nonzero(plan.opening)
    raw = np.flatnonzero(plan.raw_opening)
    return pd.DataFrame(
        {
            "entity": np.r_[entity, np.zeros(len(raw), dtype=np.int64)],
            "product": np.r_[product, plan.opening.shape[1] + raw],
            "quantity": np.r_[plan.opening[entity, product], plan.raw_opening[raw]],
        }
    )
