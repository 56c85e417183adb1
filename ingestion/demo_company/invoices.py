"""Customer invoices and credit notes of third-party orders.

**Belongs here:** what is billed of what was delivered, value added tax, credit notes, the planted
billing leaks, and the journals of invoices.
**Keep out:** payment (`receipts`), intercompany invoices (`intercompany`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import CUSTOMER_PARTY, ENTITIES
from ingestion.demo_company.exchange_rates import CNY, convert
from ingestion.demo_company.ledger import Ledger, Lines, in_functional
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import LAST, Ints, add_business_days

_NEVER_INVOICED_SHARE = 0.004
_UNDERBILLED_SHARE = 0.003
_WRONG_PRICE_SHARE = 0.003
_CREDIT_NOTE_SHARE = 0.022
_RETURNED_SHARE = 0.5
ENTITY_CURRENCY = np.array([entity.currency for entity in ENTITIES])
VAT_PERCENT = np.array([entity.vat_percent for entity in ENTITIES])


class Invoicing(NamedTuple):
    """Invoices (credit notes included), their lines, and the leaks planted in them.

    invoices: one row per document, position = index: entity, party, customer, currency, date,
    due_date, order, account, net_cents, tax_cents, gross_cents, tax_percent, functional_cents,
    credited (position of the invoice a credit note corrects, -1). lines: one row per document
    line: invoice, delivery_line (-1 for credit notes), order_line (-1 for allowances), product,
    quantity, unit_price_cents, net_cents, account. leaks: one row per planted leak: kind,
    delivery_line, missing_cents.
    """

    invoices: pd.DataFrame
    lines: pd.DataFrame
    leaks: pd.DataFrame


def make_invoices(
    customers: pd.DataFrame,
    order_lines: pd.DataFrame,
    shipments: pd.DataFrame,
    delivery_lines: pd.DataFrame,
    seed: int,
) -> Invoicing:
    """Bill the deliveries, one invoice per shipment, and credit some of them."""
    random = stream(seed, "invoices")
    size = len(shipments)
    lag = random.choice([0, 1, 2, 3, 5], size, p=[0.62, 0.17, 0.10, 0.07, 0.04])
    lag = np.where(random.random(size) < 0.012, lag + random.integers(8, 20, size), lag)
    dates = add_business_days(shipments["date"].to_numpy(), lag)
    never = random.random(size) < _NEVER_INVOICED_SHARE
    is_old = dates < LAST - 30
    billed = (dates <= LAST) & ~(never & is_old)
    position = np.cumsum(billed) - 1
    on_bill = billed[delivery_lines["shipment"].to_numpy()]
    source = np.flatnonzero(on_bill)
    shipped = delivery_lines.iloc[source]
    order_line = shipped["order_line"].to_numpy()
    quantity = shipped["quantity"].to_numpy().copy()
    price = order_lines["unit_price_cents"].to_numpy()[order_line].copy()
    under = (random.random(len(source)) < _UNDERBILLED_SHARE) & (quantity > 2)
    cheap = (random.random(len(source)) < _WRONG_PRICE_SHARE) & ~under
    quantity[under] -= 1 + quantity[under] // 8
    price[cheap] = np.rint(price[cheap] * 0.95).astype(np.int64)
    bills = shipments[billed]
    invoices = pd.DataFrame(
        {
            "entity": bills["entity"].to_numpy(),
            "customer": bills["customer"].to_numpy(),
            "order": bills["order"].to_numpy(),
            "date": dates[billed],
            "credited": -1,
        }
    )
    lines = pd.DataFrame(
        {
            "invoice": position[shipped["shipment"].to_numpy()],
            "delivery_line": source,
            "order_line": order_line,
            "product": shipped["product"].to_numpy(),
            "quantity": quantity,
            "unit_price_cents": price,
        }
    )
    leaks = _leaks(delivery_lines, order_lines, billed, is_old, lines, source, under, cheap)
    credit_notes, credit_lines = _credit_notes(invoices, lines, random)
    invoices = pd.concat([invoices, credit_notes], ignore_index=True)
    lines = pd.concat([lines, credit_lines], ignore_index=True)
    lines["net_cents"] = lines["quantity"] * lines["unit_price_cents"]
    lines["account"] = chart.REVENUE
    return Invoicing(_complete(invoices, lines, customers), lines, leaks)


def _leaks(
    delivery_lines: pd.DataFrame,
    order_lines: pd.DataFrame,
    billed: np.ndarray,
    is_old: np.ndarray,
    lines: pd.DataFrame,
    source: Ints,
    under: np.ndarray,
    cheap: np.ndarray,
) -> pd.DataFrame:
    shipment = delivery_lines["shipment"].to_numpy()
    missing = np.flatnonzero(~billed[shipment] & is_old[shipment])
    ordered_price = order_lines["unit_price_cents"].to_numpy()
    line_of = delivery_lines["order_line"].to_numpy()
    delivered = delivery_lines["quantity"].to_numpy() * ordered_price[line_of]
    invoiced = (lines["quantity"] * lines["unit_price_cents"]).to_numpy()
    parts = [
        pd.DataFrame({"kind": kind, "delivery_line": where, "missing_cents": amount})
        for kind, where, amount in (
            ("never_invoiced", missing, delivered[missing]),
            ("invoiced_too_few", source[under], delivered[source[under]] - invoiced[under]),
            ("invoiced_too_cheap", source[cheap], delivered[source[cheap]] - invoiced[cheap]),
        )
    ]
    return pd.concat(parts, ignore_index=True)


def _credit_notes(
    invoices: pd.DataFrame, lines: pd.DataFrame, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Credit part of the first line of some invoices.

    Half of them credit goods that come back (their quantity, against the order line), the others
    are allowances for faults: one line over an amount, for no quantity of the order.
    """
    size = len(invoices)
    dates = add_business_days(
        invoices["date"].to_numpy().astype("datetime64[D]"), random.integers(3, 12, size)
    )
    chosen = np.flatnonzero((random.random(size) < _CREDIT_NOTE_SHARE) & (dates <= LAST))
    notes = invoices.iloc[chosen].reset_index(drop=True)
    notes["date"] = dates[chosen]
    notes["credited"] = chosen
    first_line = np.searchsorted(lines["invoice"].to_numpy(), chosen)
    credit_lines = lines.iloc[first_line].reset_index(drop=True)
    part = random.uniform(0.1, 0.6, len(chosen))
    credited = np.maximum(1, np.floor(credit_lines["quantity"] * part)).astype(np.int64)
    is_return = random.random(len(chosen)) < _RETURNED_SHARE
    amount = credited * credit_lines["unit_price_cents"].to_numpy()
    credit_lines["quantity"] = np.where(is_return, -credited, -1)
    credit_lines["unit_price_cents"] = np.where(is_return, credit_lines["unit_price_cents"], amount)
    credit_lines["order_line"] = np.where(is_return, credit_lines["order_line"], -1)
    credit_lines["invoice"] = size + np.arange(len(chosen))
    credit_lines["delivery_line"] = -1
    return notes, credit_lines


def _complete(invoices: pd.DataFrame, lines: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    customer = invoices["customer"].to_numpy()
    dates = invoices["date"].to_numpy().astype("datetime64[D]")
    taxed = _is_taxed(customers, customer)
    frame = invoices.assign(
        party=CUSTOMER_PARTY + customer,
        currency=customers["currency"].to_numpy()[customer],
        due_date=dates + customers["terms_days"].to_numpy()[customer],
        account=chart.TRADE_RECEIVABLES,
        tax_percent=np.where(taxed, VAT_PERCENT[invoices["entity"].to_numpy()], 0),
    )
    return complete_invoices(frame, lines)


def complete_invoices(invoices: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Add totals and functional amounts (to lines as well, in place).

    Args:
        invoices: By position: entity, currency, date, tax_percent.
        lines: invoice (position), net_cents.

    Returns:
        The invoices with net_cents, tax_cents, gross_cents, tax_functional_cents,
        functional_cents.
    """
    entity = invoices["entity"].to_numpy()
    currency = invoices["currency"].to_numpy()
    dates = invoices["date"].to_numpy().astype("datetime64[D]")
    net = np.zeros(len(invoices), dtype=np.int64)
    np.add.at(net, lines["invoice"].to_numpy(), lines["net_cents"].to_numpy())
    tax = np.sign(net) * ((np.abs(net) * invoices["tax_percent"].to_numpy() + 50) // 100)
    frame = invoices.assign(net_cents=net, tax_cents=tax, gross_cents=net + tax)
    functional = ENTITY_CURRENCY[entity]
    line_invoice = lines["invoice"].to_numpy()
    lines["functional_cents"] = convert(
        lines["net_cents"], currency[line_invoice], functional[line_invoice], dates[line_invoice]
    )
    frame["tax_functional_cents"] = convert(tax, currency, functional, dates)
    total = frame["tax_functional_cents"].to_numpy().copy()
    np.add.at(total, line_invoice, lines["functional_cents"].to_numpy())
    frame["functional_cents"] = total
    return frame


def _is_taxed(customers: pd.DataFrame, customer: Ints) -> np.ndarray:
    """Domestic sales in China and Germany bear value added tax; exports and the US do not."""
    country = customers["country_code"].to_numpy()[customer]
    currency = customers["currency"].to_numpy()[customer]
    return np.asarray(((country == "CN") & (currency == CNY)) | (country == "DE"))


def post_invoices(
    ledger: Ledger, invoices: pd.DataFrame, lines: pd.DataFrame, book: str = "REV"
) -> None:
    """Post documents of type 'out': receivable against revenue lines and output tax.

    Documents carry their id in invoice, lines theirs in invoice_line; `book` is the ERP journal.
    """
    journal = np.arange(len(invoices))
    entity = invoices["entity"].to_numpy()
    currency = invoices["currency"].to_numpy()
    functional = ENTITY_CURRENCY[entity]
    line_invoice = lines["invoice"].to_numpy()
    gross = in_functional(functional, currency, invoices["gross_cents"].to_numpy())
    tax = in_functional(functional, currency, -invoices["tax_cents"].to_numpy())
    net = in_functional(
        functional[line_invoice], currency[line_invoice], -lines["net_cents"].to_numpy()
    )
    ledger.post(
        source="invoices",
        entity=entity,
        dates=invoices["date"].to_numpy(),
        journal=book,
        origin_kind="account.invoice",
        origin=invoices["invoice"].to_numpy(),
        description="",
        lines=[
            Lines(
                journal,
                invoices["account"].to_numpy(),
                invoices["functional_cents"].to_numpy(),
                party=invoices["party"].to_numpy(),
                currency=gross[0],
                second_cents=gross[1],
                maturity=invoices["due_date"].to_numpy().astype("datetime64[D]"),
                invoice=invoices["invoice"].to_numpy(),
            ),
            Lines(
                line_invoice,
                lines["account"].to_numpy(),
                -lines["functional_cents"].to_numpy(),
                currency=net[0],
                second_cents=net[1],
                origin=lines["invoice_line"].to_numpy(),
            ),
            Lines(
                journal,
                chart.OUTPUT_VAT,
                -invoices["tax_functional_cents"].to_numpy(),
                currency=tax[0],
                second_cents=tax[1],
            ),
        ],
    )
