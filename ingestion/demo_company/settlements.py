"""Settling open items with payments: the one way in which receivables and payables are cleared.

**Belongs here:** the journals of payments, realised exchange differences, offsets, write-offs.
**Keep out:** who pays when and how much (`receipts`, `purchasing`, `intercompany`).

A payment is one bank line; each item it touches has one control-account line of its own. A
realised exchange difference closes the functional balance of the part settled:
applied x settlement rate - applied share of the carrying amount, on a line without second amount.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.exchange_rates import convert
from ingestion.demo_company.invoices import ENTITY_CURRENCY
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines, in_functional
from ingestion.demo_company.timeline import Ints


def carrying_amounts(items: pd.DataFrame, legs: pd.DataFrame) -> Ints:
    """Give the functional carrying amount each leg settles, in the order of `legs`.

    Shares are cumulative per item, so that the last leg of a full settlement leaves nothing.

    Args:
        items: open_cents (transaction currency, signed), open_functional_cents; by position.
        legs: item, date, cents (transaction currency, opposite sign of the item).
    """
    ordered = legs.sort_values(["item", "date"], kind="stable")
    settled = -ordered.groupby("item")["cents"].cumsum().to_numpy()
    item = ordered["item"].to_numpy()
    total = items["open_cents"].to_numpy()[item]
    carried = items["open_functional_cents"].to_numpy()[item]
    reached = np.where(settled == total, carried, np.rint(carried * (settled / total)))
    reached = reached.astype(np.int64)
    is_first = np.r_[True, item[1:] != item[:-1]]
    before = np.where(is_first, 0, np.r_[0, reached[:-1]])
    result = np.empty(len(legs), dtype=np.int64)
    result[ordered.index.to_numpy()] = -(reached - before)
    return result


def post_settlements(
    ledger: Ledger, items: pd.DataFrame, legs: pd.DataFrame, payments: pd.DataFrame, source: str
) -> None:
    """Post payments that settle items.

    Args:
        ledger: Where to post.
        items: By position: invoice, party, account, currency, open_cents, open_functional_cents.
        legs: Range index: item, payment (position), date, cents (transaction currency, opposite
            sign of the item; what is written off included), write_off_cents (positive,
            transaction currency = functional currency).
        payments: By position: entity, date, account (bank account, or the control account that
            holds unidentified money), holder (party on that line or -1), fee_cents (functional),
            on_account_cents (functional, received beyond the items), on_account_party, shift,
            counterparty_name, counterparty_account, remittance_text, end_to_end_reference,
            description, has_bank_line.
        source: Name of the concept, for messages.
    """
    payment = legs["payment"].to_numpy()
    item = legs["item"].to_numpy()
    entity = payments["entity"].to_numpy()
    functional = ENTITY_CURRENCY[entity][payment]
    currency = items["currency"].to_numpy()[item]
    dates = payments["date"].to_numpy().astype("datetime64[D]")
    value = convert(legs["cents"], currency, functional, dates[payment])
    carried = carrying_amounts(items, legs.assign(date=dates[payment]))
    gain = carried - value
    write_off = legs["write_off_cents"].to_numpy()
    fee = payments["fee_cents"].to_numpy()
    extra = payments["on_account_cents"].to_numpy()
    cash = -fee + extra
    np.add.at(cash, payment, -value - write_off)
    second = in_functional(functional, currency, legs["cents"].to_numpy())
    control = items["account"].to_numpy()[item]
    party = items["party"].to_numpy()[item]
    invoice = items["invoice"].to_numpy()[item]
    shown = payments["has_bank_line"].to_numpy()
    account = payments["account"].to_numpy()
    for book, chosen in (("BANK", shown), ("MISC", ~shown)):
        mine = np.flatnonzero(chosen)
        new = np.cumsum(chosen) - 1
        on = chosen[payment]
        details = payments.iloc[mine]
        ledger.post(
            source=source,
            entity=entity[mine],
            dates=dates[mine],
            journal=book,
            origin_kind="",
            origin=-1,
            description=details["description"].to_numpy(),
            lines=[
                Lines(new[mine], account[mine], cash[mine], party=details["holder"].to_numpy()),
                Lines(
                    new[payment[on]],
                    control[on],
                    value[on],
                    party=party[on],
                    currency=second[0][on],
                    second_cents=second[1][on],
                    invoice=invoice[on],
                    is_settlement=True,
                ),
                Lines(
                    new[payment[on]],
                    control[on],
                    gain[on],
                    party=party[on],
                    currency=second[0][on],
                    invoice=invoice[on],
                    is_settlement=True,
                ),
                Lines(new[payment[on]], chart.EXCHANGE_DIFFERENCES, -gain[on]),
                Lines(new[payment[on]], chart.NON_OPERATING_EXPENSE, write_off[on]),
                Lines(new[mine], chart.BANK_FEES, fee[mine]),
                Lines(
                    new[mine],
                    chart.TRADE_RECEIVABLES,
                    -extra[mine],
                    party=details["on_account_party"].to_numpy(),
                ),
            ],
            bank=[
                BankDetails(
                    new[mine],
                    account[mine],
                    details["shift"].to_numpy(),
                    details["counterparty_name"].to_numpy(),
                    details["counterparty_account"].to_numpy(),
                    details["remittance_text"].to_numpy(),
                    details["end_to_end_reference"].to_numpy(),
                )
            ]
            if book == "BANK"
            else None,
        )


def post_offsets(  # noqa: PLR0913 - a set-off has this many parts; all are given by name
    ledger: Ledger,
    *,
    entity: Ints,
    dates: np.ndarray,
    party: Ints,
    account: int,
    currency: Ints,
    credit_invoice: Ints,
    debit_invoice: Ints,
    cents: Ints,
    functional_cents: Ints,
) -> None:
    """Set credit notes off against invoices: one line for each of the two documents.

    Amounts are those of the credit notes, negative, in transaction and functional currency.
    """
    journal = np.arange(len(dates))
    second = in_functional(ENTITY_CURRENCY[entity], currency, cents)
    ledger.post(
        source="offsets",
        entity=entity,
        dates=dates,
        journal="MISC",
        origin_kind="",
        origin=-1,
        description="Credit note applied",
        lines=[
            Lines(journal, account, sign * functional_cents, party=party, currency=second[0],
                  second_cents=sign * second[1], invoice=invoice, is_settlement=True)
            for sign, invoice in ((-1, credit_invoice), (1, debit_invoice))
        ],
    )  # fmt: skip
