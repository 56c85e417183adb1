"""Trade between the parent and its subsidiaries: both sides of every document.

**Belongs here:** monthly intercompany orders, shipments, invoices, bills and their payment.
**Keep out:** how much is needed (`stock`), intercompany loans (`loans`).

Each month the parent ships to each subsidiary at transfer price in the subsidiary's currency; the
subsidiary books the bill on the invoice date, so that both balances agree in that currency.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT, party_of_entity
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.settlements import post_settlements
from ingestion.demo_company.stock import SupplyPlan
from ingestion.demo_company.timeline import (
    LAST,
    MONTHS,
    Ints,
    add_business_days,
    next_business_day,
)

TERMS_DAYS = 45
_RECEIVING_FEE = 12_000


class IntercompanyTrade(NamedTuple):
    """One deal per subsidiary and month.

    deals: position = index: buyer (entity), currency, order_date, date (shipping and invoice),
    receipt_date, is_received, due_date, net_cents. lines: deal, product, quantity,
    unit_price_cents, net_cents.
    """

    deals: pd.DataFrame
    lines: pd.DataFrame


def make_intercompany(plan: SupplyPlan, costs: Ints, seed: int) -> IntercompanyTrade:
    """Turn the shipping plan into deals; `costs` [entity, product] holds transfer prices."""
    random = stream(seed, "intercompany")
    buyer, product, month = np.nonzero(plan.shipped)
    order = np.lexsort((product, buyer, month))
    buyer, product, month = buyer[order], product[order], month[order]
    quantity = plan.shipped[buyer, product, month]
    begins = np.r_[True, (np.diff(month) != 0) | (np.diff(buyer) != 0)]
    price = costs[buyer, product]
    lines = pd.DataFrame(
        {
            "deal": np.cumsum(begins) - 1,
            "product": product,
            "quantity": quantity,
            "unit_price_cents": price,
            "net_cents": quantity * price,
        }
    )
    buyer, month = buyer[begins], month[begins]
    shipped = next_business_day(
        (MONTHS[0] + month).astype("datetime64[D]") + random.integers(14, 20, len(buyer))
    )
    received = add_business_days(shipped, 3)
    deals = pd.DataFrame(
        {
            "buyer": buyer,
            "currency": np.array([one.currency for one in ENTITIES])[buyer],
            "order_date": next_business_day(shipped - 9),
            "date": shipped,
            "receipt_date": received,
            "is_received": received <= LAST,
            "due_date": shipped + TERMS_DAYS,
            "net_cents": lines.groupby("deal")["net_cents"].sum().to_numpy(),
        }
    )
    return IntercompanyTrade(deals, lines)


def sales_side(trade: IntercompanyTrade) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the parent's invoices and lines as `invoices` completes and posts them."""
    deals, lines = trade
    buyer = deals["buyer"].to_numpy()
    invoices = pd.DataFrame(
        {
            "entity": PARENT,
            "party": np.array([party_of_entity(one) for one in range(3)])[buyer],
            "customer": -1,
            "order": np.arange(len(deals)),
            "currency": deals["currency"],
            "date": deals["date"],
            "due_date": deals["due_date"],
            "account": chart.INTERCOMPANY_RECEIVABLES,
            "tax_percent": 0,
            "credited": -1,
        }
    )
    return invoices, lines.rename(columns={"deal": "invoice"}).assign(
        account=chart.INTERCOMPANY_REVENUE,
        order_line=np.arange(len(lines)),
        delivery_line=-1,
    )


def purchase_side(trade: IntercompanyTrade) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the subsidiaries' bills and lines as `bills` completes and posts them."""
    deals, lines = trade
    bills = pd.DataFrame(
        {
            "entity": deals["buyer"],
            "party": party_of_entity(PARENT),
            "currency": deals["currency"],
            "date": deals["date"],
            "due_date": deals["due_date"],
            "purchase": np.arange(len(deals)),
            "account": chart.INTERCOMPANY_PAYABLES,
            "tax_percent": 0,
        }
    )
    bill_lines = lines.rename(columns={"deal": "invoice"}).assign(
        account=chart.GOODS_RECEIVED_NOT_INVOICED,
        purchase_line=np.arange(len(lines)),
        received_functional_cents=lines["net_cents"],
    )
    return bills, bill_lines


def post_intercompany_receipts(ledger: Ledger, trade: IntercompanyTrade, first_id: int) -> None:
    """Post what subsidiaries receive: stock at transfer price against goods not invoiced."""
    deals = trade.deals[trade.deals["is_received"]]
    each = np.arange(len(deals))
    value = deals["net_cents"].to_numpy()
    ledger.post(
        source="intercompany receipts",
        entity=deals["buyer"].to_numpy(),
        dates=deals["receipt_date"].to_numpy(),
        journal="STO",
        origin_kind="stock.shipment.in",
        origin=first_id + deals.index.to_numpy(),
        description="",
        lines=[
            Lines(each, chart.FINISHED_GOODS, value),
            Lines(each, chart.GOODS_RECEIVED_NOT_INVOICED, -value),
        ],
    )


def pay_intercompany(ledger: Ledger, invoices: pd.DataFrame, bills: pd.DataFrame) -> None:
    """Settle each pair of invoice and bill on its due date, in the buyer's currency."""
    dates = next_business_day(invoices["due_date"].to_numpy().astype("datetime64[D]"))
    buyer = bills["entity"].to_numpy()
    codes = np.array([one.main_bank_code for one in ENTITIES])
    names = np.array([one.name for one in ENTITIES], dtype=object)
    for items, sign, entity, counterparty, fee in (
        (invoices, 1, np.zeros(len(buyer), dtype=np.int64), names[buyer], _RECEIVING_FEE),
        (bills, -1, buyer, np.repeat(names[:1], len(buyer)), 0),
    ):
        gross = sign * items["gross_cents"].to_numpy()
        payments = pd.DataFrame(
            {
                "entity": entity,
                "date": dates,
                "account": codes[entity],
                "holder": -1,
                "fee_cents": fee,
                "on_account_cents": 0,
                "on_account_party": -1,
                "shift": 0 if sign < 0 else 1,
                "counterparty_name": counterparty,
                "counterparty_account": "",
                "remittance_text": invoices["number"].to_numpy(),
                "end_to_end_reference": "",
                "description": "Intercompany settlement",
                "has_bank_line": True,
            }
        )
        legs = pd.DataFrame(
            {
                "item": np.arange(len(items)),
                "payment": np.arange(len(items)),
                "date": dates,
                "cents": -gross,
                "write_off_cents": 0,
            }
        )
        open_items = items.assign(
            open_cents=gross, open_functional_cents=sign * items["functional_cents"].to_numpy()
        )
        post_settlements(ledger, open_items, legs, payments, "intercompany")
