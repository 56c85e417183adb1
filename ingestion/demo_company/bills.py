"""Supplier bills of every kind: posting them and paying them.

**Belongs here:** journals of documents of type 'in' and the weekly payment runs.
**Keep out:** what is billed (`purchasing`, `running_costs`, `intercompany`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT
from ingestion.demo_company.exchange_rates import convert
from ingestion.demo_company.invoices import ENTITY_CURRENCY
from ingestion.demo_company.ledger import Ledger, Lines, in_functional
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.settlements import post_settlements
from ingestion.demo_company.timeline import FIRST, LAST

_WIRE_FEE = np.array([9_000, 1_200, 1_800])


def complete_bills(bills: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Add totals and functional amounts to bills (and functional amounts to their lines).

    Args:
        bills: By position: entity, currency, date, tax_percent.
        lines: invoice (position), net_cents.

    Returns:
        The bills with net_cents, tax_cents, gross_cents, tax_functional_cents, functional_cents.
    """
    entity = bills["entity"].to_numpy()
    currency = bills["currency"].to_numpy()
    functional = ENTITY_CURRENCY[entity]
    dates = bills["date"].to_numpy().astype("datetime64[D]")
    of = lines["invoice"].to_numpy()
    net = np.zeros(len(bills), dtype=np.int64)
    np.add.at(net, of, lines["net_cents"].to_numpy())
    tax = (net * bills["tax_percent"].to_numpy() + 50) // 100
    lines["functional_cents"] = convert(lines["net_cents"], currency[of], functional[of], dates[of])
    tax_functional = convert(tax, currency, functional, dates)
    total = tax_functional.copy()
    np.add.at(total, of, lines["functional_cents"].to_numpy())
    return bills.assign(
        net_cents=net,
        tax_cents=tax,
        gross_cents=net + tax,
        tax_functional_cents=tax_functional,
        functional_cents=total,
    )


def post_bills(ledger: Ledger, bills: pd.DataFrame, lines: pd.DataFrame, book: str = "EXP") -> None:
    """Post bills; a line for received goods clears exactly what the receipt had accrued.

    Args:
        ledger: Where to post.
        bills: As `complete_bills` gives them, with invoice (id), party, account, due_date.
        lines: invoice (position), invoice_line (id), account, net_cents, functional_cents,
            received_functional_cents (equal to functional_cents without a receipt).
        book: Code of the ERP journal.
    """
    journal = np.arange(len(bills))
    entity = bills["entity"].to_numpy()
    currency = bills["currency"].to_numpy()
    functional = ENTITY_CURRENCY[entity]
    of = lines["invoice"].to_numpy()
    gross = in_functional(functional, currency, -bills["gross_cents"].to_numpy())
    tax = in_functional(functional, currency, bills["tax_cents"].to_numpy())
    net = in_functional(functional[of], currency[of], lines["net_cents"].to_numpy())
    accrued = lines["received_functional_cents"].to_numpy()
    difference = np.zeros(len(bills), dtype=np.int64)
    np.add.at(difference, of, lines["functional_cents"].to_numpy() - accrued)
    ledger.post(
        source="bills",
        entity=entity,
        dates=bills["date"].to_numpy(),
        journal=book,
        origin_kind="account.invoice",
        origin=bills["invoice"].to_numpy(),
        description="",
        lines=[
            Lines(
                journal,
                bills["account"].to_numpy(),
                -bills["functional_cents"].to_numpy(),
                party=bills["party"].to_numpy(),
                currency=gross[0],
                second_cents=gross[1],
                maturity=bills["due_date"].to_numpy().astype("datetime64[D]"),
                invoice=bills["invoice"].to_numpy(),
            ),
            Lines(
                of,
                lines["account"].to_numpy(),
                accrued,
                currency=net[0],
                second_cents=net[1],
                origin=lines["invoice_line"].to_numpy(),
            ),
            Lines(
                journal,
                chart.INPUT_VAT,
                bills["tax_functional_cents"].to_numpy(),
                currency=tax[0],
                second_cents=tax[1],
            ),
            Lines(journal, chart.EXCHANGE_DIFFERENCES, difference),
        ],
    )


def pay_bills(
    ledger: Ledger, bills: pd.DataFrame, suppliers: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Pay bills in weekly runs on Thursdays, one payment per supplier and run.

    Returns:
        The truth: one row per payment and bill: payment, payment_date, invoice, cents.
    """
    random = stream(seed, "supplier payments")
    size = len(bills)
    due = bills["due_date"].to_numpy().astype("datetime64[D]")
    delay = random.choice([-3, 0, 4, 11], size, p=[0.15, 0.55, 0.22, 0.08])
    wanted = np.maximum(due + delay, bills["date"].to_numpy().astype("datetime64[D]") + 1)
    weekday = (wanted.astype(np.int64) + 3) % 7
    run = wanted + (3 - weekday) % 7
    day = (run - FIRST).astype(np.int64)
    keys = bills["party"].to_numpy() * 1_000_000 + bills["entity"].to_numpy() * 100_000 + day
    unique, first, payment = np.unique(keys, return_index=True, return_inverse=True)
    items = bills.assign(
        open_cents=-bills["gross_cents"], open_functional_cents=-bills["functional_cents"]
    )
    legs = pd.DataFrame(
        {
            "item": np.arange(size),
            "payment": payment,
            "date": run.astype("datetime64[s]"),
            "cents": bills["gross_cents"].to_numpy(),
            "write_off_cents": 0,
        }
    )
    entity = bills["entity"].to_numpy()[first]
    party = bills["party"].to_numpy()[first]
    currency = bills["currency"].to_numpy()[first]
    names = suppliers.set_index("party")["name"].reindex(party).to_numpy()
    count = len(unique)
    bank = np.array([one.main_bank_code for one in ENTITIES])[entity]
    bank = np.where((entity == PARENT) & (party % 3 == 0), 100202, bank)
    references = bills["reference"].to_numpy()
    order = np.argsort(payment, kind="stable")
    ends = np.cumsum(np.bincount(payment, minlength=count))
    listed = references[order].tolist()
    begins = np.r_[0, ends[:-1]]
    payments = pd.DataFrame(
        {
            "entity": entity,
            "date": run[first],
            "account": bank,
            "holder": -1,
            "fee_cents": np.where(currency != ENTITY_CURRENCY[entity], _WIRE_FEE[entity], 0),
            "on_account_cents": 0,
            "on_account_party": -1,
            "shift": random.choice([0, 1, 2], count, p=[0.82, 0.13, 0.05]),
            "counterparty_name": names,
            "counterparty_account": [f"61{one:012d}" for one in party.tolist()],
            "remittance_text": np.array(
                [" ".join(listed[begin:end][:6]) for begin, end in zip(begins, ends, strict=True)],
                dtype=object,
            ),
            "end_to_end_reference": [f"PAY{int(one)}" for one in (unique % 1_000_000_000).tolist()],
            "description": "Supplier payment",
            "has_bank_line": True,
        }
    )
    post_settlements(ledger, items, legs, payments, "supplier payments")
    paid = run <= LAST
    return pd.DataFrame(
        {
            "payment": payment[paid],
            "payment_date": run[paid].astype("datetime64[s]"),
            "invoice": bills["invoice"].to_numpy()[paid],
            "cents": legs["cents"].to_numpy()[paid],
        }
    )
