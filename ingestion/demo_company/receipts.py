"""Money from customers: each pays in its own way.

**Belongs here:** when and how much customers pay, part and short payments, payments for many
invoices, unknown payers, double payments and refunds, bad debts, credit notes set off.
**Keep out:** the journals themselves (`settlements`), suppliers and intercompany.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT, UNKNOWN_PAYER_PARTY
from ingestion.demo_company.exchange_rates import convert
from ingestion.demo_company.invoices import ENTITY_CURRENCY
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.settlements import post_offsets, post_settlements
from ingestion.demo_company.timeline import (
    FIRST,
    LAST,
    Days,
    Ints,
    add_business_days,
    next_business_day,
)

_NEVER_PAID_SHARE = 0.007
_PART_PAYMENT_SHARE = 0.05
_SHORT_PAYMENT_SHARE = 0.004
_UNKNOWN_PAYER_SHARE = 0.006
_DOUBLE_PAYMENT_SHARE = 0.003
_WIRE_FEE = {0: 12_000, 1: 1_500, 2: 2_000}
"""Fee a bank keeps from a foreign or fee-deducted receipt, cents of functional currency."""


def post_receipts(
    ledger: Ledger, invoices: pd.DataFrame, customers: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Let customers pay.

    Args:
        ledger: Where to post.
        invoices: The documents of `Invoicing.invoices`, with invoice (id) and number.
        customers: The frame of `make_customers`.
        seed: Seed of the simulation.

    Returns:
        The truth about settlements: one row per payment and invoice: payment (position),
        payment_date, invoice, cents, is_unknown_payer.
    """
    random = stream(seed, "receipts")
    items = _items_after_credit_notes(ledger, invoices)
    legs = _plan_legs(items, customers, random)
    keys = legs["customer"].to_numpy() * 100_000 + legs["day"].to_numpy()
    unique, first, payment = np.unique(keys, return_index=True, return_inverse=True)
    legs["payment"] = payment
    payer = legs["customer"].to_numpy()[first]
    dates = FIRST + (unique % 100_000)
    count = len(unique)
    entity = customers["entity"].to_numpy()[payer]
    currency = customers["currency"].to_numpy()[payer]
    is_foreign = currency != ENTITY_CURRENCY[entity]
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, payment, -legs["cents"].to_numpy())
    deducts = is_foreign | customers["is_fee_deductor"].to_numpy()[payer]
    fee = np.where(deducts, np.array([_WIRE_FEE[one] for one in range(3)])[entity], 0)
    value = convert(total, currency, ENTITY_CURRENCY[entity], dates)
    fee = np.where(fee < value // 20, fee, 0)
    twice = (random.random(count) < _DOUBLE_PAYMENT_SHARE) & ~is_foreign
    unknown = (random.random(count) < _UNKNOWN_PAYER_SHARE) & ~is_foreign & ~deducts & ~twice
    bank = np.array([one.main_bank_code for one in ENTITIES])[entity]
    bank = np.where((entity == PARENT) & (payer % 4 == 1), 100202, bank)
    late = random.random(count) < 0.03
    shift = np.where(late, -random.integers(1, 4, count), 0)
    # A cheque or a transfer on its way: in the books before the bank shows it.
    shift = np.where(~late & (random.random(count) < 0.02), random.integers(1, 3, count), shift)
    names = customers["name"].to_numpy()[payer]
    numbers = items["number"].to_numpy()[legs["item"].to_numpy()]
    texts = _remittance_texts(numbers, payment, count, random)
    identified = add_business_days(dates, random.integers(6, 25, count))
    payments = pd.DataFrame(
        {
            "entity": entity,
            "date": np.where(unknown, identified, dates),
            "account": np.where(unknown, chart.TRADE_RECEIVABLES, bank),
            "holder": np.where(unknown, UNKNOWN_PAYER_PARTY, -1),
            "fee_cents": fee,
            "on_account_cents": np.where(twice, value, 0),
            "on_account_party": customers["party"].to_numpy()[payer],
            "shift": shift,
            "counterparty_name": names,
            "counterparty_account": _account_numbers(payer),
            "remittance_text": texts,
            "end_to_end_reference": "",
            "description": np.where(unknown, "Unknown payer identified", "Customer payment"),
            "has_bank_line": ~unknown,
        }
    )
    post_settlements(ledger, items, legs, payments, "receipts")
    _post_unknown(ledger, entity[unknown], dates[unknown], bank[unknown], value[unknown],
                  texts[unknown])  # fmt: skip
    _post_refunds(ledger, payments[twice].reset_index(drop=True), random)
    _post_bad_debts(ledger, items, legs)
    return pd.DataFrame(
        {
            "payment": payment,
            "payment_date": dates[payment].astype("datetime64[s]"),
            "invoice": items["invoice"].to_numpy()[legs["item"].to_numpy()],
            "cents": -legs["cents"],
            "is_unknown_payer": unknown[payment],
        }
    )


def _items_after_credit_notes(ledger: Ledger, invoices: pd.DataFrame) -> pd.DataFrame:
    """Apply each credit note to its invoice on its own day and give what is left to be paid."""
    credited = invoices["credited"].to_numpy()
    notes = np.flatnonzero(credited >= 0)
    target = credited[notes]
    gross = invoices["gross_cents"].to_numpy().copy()
    functional = invoices["functional_cents"].to_numpy().copy()
    post_offsets(
        ledger,
        entity=invoices["entity"].to_numpy()[notes],
        dates=invoices["date"].to_numpy()[notes].astype("datetime64[D]"),
        party=invoices["party"].to_numpy()[notes],
        account=chart.TRADE_RECEIVABLES,
        currency=invoices["currency"].to_numpy()[notes],
        credit_invoice=invoices["invoice"].to_numpy()[notes],
        debit_invoice=invoices["invoice"].to_numpy()[target],
        cents=gross[notes],
        functional_cents=functional[notes],
    )
    np.add.at(gross, target, gross[notes])
    np.add.at(functional, target, functional[notes])
    last_credit = invoices["date"].to_numpy().astype("datetime64[D]").copy()
    np.maximum.at(last_credit, target, last_credit[notes])
    items = invoices.assign(
        open_cents=gross, open_functional_cents=functional, not_before=last_credit
    )
    return items[(credited < 0) & (gross > 0)].reset_index(drop=True)


def _plan_legs(
    items: pd.DataFrame, customers: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    size = len(items)
    customer = items["customer"].to_numpy()
    habit = customers["delay_days"].to_numpy()[customer]
    spread = customers["delay_spread"].to_numpy()[customer]
    delay = np.rint(random.normal(habit, spread)).astype(np.int64)
    due = items["due_date"].to_numpy().astype("datetime64[D]")
    earliest = items["not_before"].to_numpy().astype("datetime64[D]") + 1
    pay_day = customers["pay_day"].to_numpy()[customer]
    # A monthly run pays what falls due up to the middle of the following month.
    dates = np.maximum(due + delay - np.where(pay_day > 0, 16, 0), earliest)
    dates = _to_pay_day(dates, pay_day)
    open_cents = items["open_cents"].to_numpy()
    never = random.random(size) < _NEVER_PAID_SHARE
    part = (random.random(size) < _PART_PAYMENT_SHARE) & (open_cents > 100_000)
    first_part = np.where(
        part, np.rint(open_cents * random.uniform(0.4, 0.7, size)), open_cents
    ).astype(np.int64)
    short = random.random(size) < np.where(
        customers["is_short_payer"].to_numpy()[customer], 0.30, _SHORT_PAYMENT_SHARE
    )
    short &= ~part
    is_foreign = items["currency"].to_numpy() != ENTITY_CURRENCY[items["entity"].to_numpy()]
    missing = np.rint(open_cents * random.uniform(0.003, 0.03, size)).astype(np.int64)
    missing = np.where(short, missing, 0)
    forgiven = (missing <= open_cents // 100) & ~is_foreign
    cents = np.where(forgiven, first_part, first_part - missing)
    second_date = _to_pay_day(next_business_day(dates + random.integers(18, 45, size)), pay_day)
    second_paid = part & (random.random(size) < 0.93)
    legs = pd.DataFrame(
        {
            "item": np.r_[np.arange(size)[~never], np.flatnonzero(second_paid & ~never)],
            "date": np.r_[dates[~never], second_date[second_paid & ~never]],
            "cents": -np.r_[cents[~never], (open_cents - first_part)[second_paid & ~never]],
            "write_off_cents": np.r_[
                np.where(forgiven, missing, 0)[~never],
                np.zeros((second_paid & ~never).sum(), dtype=np.int64),
            ],
        }
    )
    legs["customer"] = customer[legs["item"].to_numpy()]
    legs["day"] = (legs["date"].to_numpy().astype("datetime64[D]") - FIRST).astype(np.int64)
    soon: pd.DataFrame = legs[legs["date"] <= (LAST + 60).astype("datetime64[s]")]
    return soon.sort_values(["customer", "day", "item"], kind="stable").reset_index(drop=True)


def _to_pay_day(dates: Days, pay_day: Ints) -> Days:
    """Move the dates of customers with a monthly payment run on to the run's next day."""
    month = dates.astype("datetime64[M]")
    day = (dates - month.astype("datetime64[D]")).astype(np.int64) + 1
    month = np.where(day > pay_day, month + 1, month)
    run = month.astype("datetime64[D]") + (pay_day - 1)
    return next_business_day(np.where(pay_day > 0, run, dates))


def _remittance_texts(
    numbers: np.ndarray, payment: Ints, count: int, random: np.random.Generator
) -> np.ndarray:
    """What payers write: mostly the invoice numbers, sometimes one only, or nothing useful."""
    style = random.choice(4, count, p=[0.72, 0.12, 0.10, 0.06])
    ends = np.cumsum(np.bincount(payment, minlength=count))
    begins = np.r_[0, ends[:-1]]
    vague = ("payment", "货款", "invoice", "")
    listed = numbers.tolist()
    texts = [
        " ".join(listed[begin:end][:8])
        if how == 0
        else listed[begin]
        if how == 1
        else listed[begin].replace("-", "")
        if how == 2
        else vague[begin % 4]
        for how, begin, end in zip(style.tolist(), begins.tolist(), ends.tolist(), strict=True)
    ]
    return np.array(texts, dtype=object)


def _account_numbers(payer: Ints) -> np.ndarray:
    return np.array([f"62{(one * 7_919 + 10_000_019) % 10**14:014d}" for one in payer.tolist()],
                    dtype=object)  # fmt: skip


def _post_unknown(
    ledger: Ledger, entity: Ints, dates: Days, bank: Ints, value: Ints, texts: np.ndarray
) -> None:
    """Money that arrives without a known sender waits on account of the unknown payer."""
    journal = np.arange(len(dates))
    ledger.post(
        source="unknown payers",
        entity=entity,
        dates=dates,
        journal="BANK",
        origin_kind="",
        origin=-1,
        description="Receipt of unknown payer",
        lines=[
            Lines(journal, bank, value),
            Lines(journal, chart.TRADE_RECEIVABLES, -value, party=UNKNOWN_PAYER_PARTY),
        ],
        bank=[BankDetails(journal, bank, 0, "", "", texts)],
    )


def _post_refunds(ledger: Ledger, payments: pd.DataFrame, random: np.random.Generator) -> None:
    """Most double payments are paid back some weeks later."""
    chosen = random.random(len(payments)) < 0.7
    paid = payments[chosen]
    dates = add_business_days(
        paid["date"].to_numpy().astype("datetime64[D]"), random.integers(10, 30, len(paid))
    )
    journal = np.arange(len(paid))
    account = paid["account"].to_numpy()
    cents = paid["on_account_cents"].to_numpy()
    ledger.post(
        source="refunds",
        entity=paid["entity"].to_numpy(),
        dates=dates,
        journal="BANK",
        origin_kind="",
        origin=-1,
        description="Refund of double payment",
        lines=[
            Lines(journal, account, -cents),
            Lines(journal, chart.TRADE_RECEIVABLES, cents,
                  party=paid["on_account_party"].to_numpy()),
        ],
        bank=[BankDetails(journal, account, 1, paid["counterparty_name"].to_numpy(),
                          paid["counterparty_account"].to_numpy(), "refund double payment")],
    )  # fmt: skip


def _post_bad_debts(ledger: Ledger, items: pd.DataFrame, legs: pd.DataFrame) -> None:
    """Two of three never-paid invoices are given up 240 days after they were due."""
    unpaid = np.setdiff1d(np.arange(len(items)), legs["item"].to_numpy())
    dates = next_business_day(items["due_date"].to_numpy()[unpaid].astype("datetime64[D]") + 240)
    given_up = (dates <= LAST) & (unpaid % 3 > 0)
    lost = items.iloc[unpaid[given_up]]
    journal = np.arange(len(lost))
    foreign = lost["currency"].to_numpy() != ENTITY_CURRENCY[lost["entity"].to_numpy()]
    amount = lost["open_functional_cents"].to_numpy()
    ledger.post(
        source="bad debts",
        entity=lost["entity"].to_numpy(),
        dates=dates[given_up],
        journal="WOFF",
        origin_kind="",
        origin=-1,
        description="Bad debt written off",
        lines=[
            Lines(journal, chart.TRADE_RECEIVABLES, -amount, party=lost["party"].to_numpy(),
                  currency=np.where(foreign, lost["currency"], -1),
                  second_cents=np.where(foreign, -lost["open_cents"], 0),
                  invoice=lost["invoice"].to_numpy(), is_settlement=True),
            Lines(journal, chart.IMPAIRMENT, amount),
        ],
    )  # fmt: skip
