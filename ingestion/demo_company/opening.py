"""Opening balances on the first day of the books.

**Belongs here:** open documents taken over from the system before, and the opening journal.
**Keep out:** everything that happens afterwards.

Documents taken over have one line on retained earnings (they are no sales of the books) and are
posted in the opening journal, so that every receivable and payable is a document.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import (
    BANK_ACCOUNTS,
    CUSTOMER_PARTY,
    ENTITIES,
    EUROPE,
    OWNED_PERCENT,
    PARENT,
)
from ingestion.demo_company.exchange_rates import convert
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.products import RAW_MATERIALS
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.running_costs import (
    OPENING_DEPRECIATION,
    OPENING_FIXED_ASSETS,
    opening_payroll,
    opening_prepaid_rent,
    trend_sales,
)
from ingestion.demo_company.stock import SupplyPlan
from ingestion.demo_company.timeline import FIRST, Ints

SUBSIDIARY_CAPITAL = (0, 1_200_000, 1_000_000)
"""Paid-in capital of the subsidiaries in units of their currency at factor 1, others' included."""
_HISTORICAL_RATE = (1.0, 7.85, 7.05)
_PARENT_CAPITAL = 30_000_000
_PARENT_RESERVE = 4_000_000
LONG_TERM_LOAN = 12_000_000
_CASH_CUSHION = 0.08
_PETTY_CASH = (20_000, 1_500, 1_200)
_INCOME_TAX = (260_000, 25_000, 14_000)


def scaled(units: float, factor: float) -> int:
    """Cents of an amount given in units at factor 1."""
    return round(units * factor * 100)


def make_opening_invoices(
    customers: pd.DataFrame, factor: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make open invoices taken over: about one and a half months of sales.

    Returns:
        invoices and lines as `invoices.complete_invoices` takes them.
    """
    random = stream(seed, "opening invoices")
    existing = customers[customers["first_month"] < 0]
    parts = []
    target = trend_sales(factor)[:, 0] * np.array([1.45, 1.35, 1.25])
    for entity in range(3):
        mine = existing[existing["entity"] == entity]
        count = max(4, round(160 * factor * (0.58, 0.26, 0.16)[entity]))
        weight = mine["weight"].to_numpy() / mine["weight"].sum()
        chosen = random.choice(mine.index.to_numpy(), count, p=weight)
        amount = random.lognormal(0, 0.6, count)
        functional = amount / amount.sum() * target[entity]
        parts.append(pd.DataFrame({"customer": chosen, "functional": functional}))
    drawn = pd.concat(parts, ignore_index=True)
    customer = drawn["customer"].to_numpy()
    entity = customers["entity"].to_numpy()[customer]
    currency = customers["currency"].to_numpy()[customer]
    own = np.array([one.currency for one in ENTITIES])[entity]
    today = np.repeat(FIRST, len(drawn))
    net = convert(np.rint(drawn["functional"]).astype(np.int64), own, currency, today)
    invoices = pd.DataFrame(
        {
            "entity": entity,
            "customer": customer,
            "party": CUSTOMER_PARTY + customer,
            "order": -1,
            "currency": currency,
            "date": today.astype("datetime64[s]"),
            "due_date": FIRST + random.integers(-20, 45, len(drawn)),
            "account": chart.TRADE_RECEIVABLES,
            "tax_percent": 0,
            "credited": -1,
        }
    )
    return invoices, _single_lines(net)


def make_opening_bills(
    suppliers: pd.DataFrame, factor: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make open supplier bills taken over: about one month of purchases of the parent.

    Returns:
        bills and lines as `bills.complete_bills` takes them.
    """
    random = stream(seed, "opening bills")
    trading = suppliers[suppliers["role"].isin(("goods", "materials", "freight"))]
    size = len(trading)
    entity = trading["entity"].to_numpy()
    share = random.dirichlet(np.full(size, 3.0))
    sales = trend_sales(factor)[:, 0]
    is_service = (trading["role"] == "freight").to_numpy()
    functional = np.where(is_service, sales[entity] * 0.03, share * sales[PARENT] * 0.85)
    own = np.array([one.currency for one in ENTITIES])[entity]
    today = np.repeat(FIRST, size)
    net = convert(np.rint(functional).astype(np.int64), own, trading["currency"].to_numpy(), today)
    bills = pd.DataFrame(
        {
            "entity": entity,
            "party": trading["party"].to_numpy(),
            "currency": trading["currency"].to_numpy(),
            "date": today.astype("datetime64[s]"),
            "due_date": FIRST + random.integers(-3, 40, size),
            "purchase": -1,
            "account": chart.TRADE_PAYABLES,
            "tax_percent": 0,
        }
    )
    return bills, _single_lines(net)


def _single_lines(net: Ints) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "invoice": np.arange(len(net)),
            "product": -1,
            "quantity": 1,
            "unit_price_cents": net,
            "net_cents": net,
            "account": chart.RETAINED_EARNINGS,
            "order_line": -1,
            "delivery_line": -1,
            "purchase_line": -1,
        }
    )


def opening_bank_cents(factor: float) -> Ints:
    """Give the opening balance of each of `BANK_ACCOUNTS` in cents.

    A cushion that does not shrink with the factor keeps very small companies, whose sales are
    lumpy, from overdrawing their accounts.
    """
    return np.array([scaled(one.opening, factor + _CASH_CUSHION) for one in BANK_ACCOUNTS])


def post_opening(ledger: Ledger, plan: SupplyPlan, costs: Ints, factor: float) -> None:
    """Post one opening journal per entity; retained earnings take what is left."""
    raw_cost = np.array([row[2] for row in RAW_MATERIALS])
    payroll = opening_payroll(factor)
    rent = opening_prepaid_rent(factor)
    bank = opening_bank_cents(factor)
    for entity in range(3):
        balances: dict[int, int] = {
            chart.CASH: scaled(_PETTY_CASH[entity], factor),
            chart.FINISHED_GOODS: int((plan.opening[entity] * costs[entity]).sum()),
            chart.PREPAID_EXPENSES: int(rent[entity]),
            chart.FIXED_ASSETS: scaled(OPENING_FIXED_ASSETS[entity], factor),
            chart.ACCUMULATED_DEPRECIATION: -scaled(OPENING_DEPRECIATION[entity], factor),
            chart.PAYROLL_PAYABLE: -int(payroll[entity]),
            chart.INCOME_TAX_PAYABLE: -scaled(_INCOME_TAX[entity], factor),
        }
        for account, cents in zip(BANK_ACCOUNTS, bank.tolist(), strict=True):
            if account.entity == entity:
                balances[account.ledger_code] = cents
        if entity == PARENT:
            balances[chart.RAW_MATERIALS] = int((plan.raw_opening * raw_cost).sum())
            balances[chart.INVESTMENTS] = sum(
                scaled(
                    SUBSIDIARY_CAPITAL[one] * _HISTORICAL_RATE[one] * OWNED_PERCENT[one] / 100,
                    factor,
                )
                for one in range(EUROPE, 3)
            )
            balances[chart.LONG_TERM_LOANS] = -scaled(LONG_TERM_LOAN, factor)
            balances[chart.PAID_IN_CAPITAL] = -scaled(_PARENT_CAPITAL, factor)
            balances[chart.CAPITAL_RESERVE] = -scaled(_PARENT_RESERVE, factor)
        else:
            balances[chart.PAID_IN_CAPITAL] = -scaled(SUBSIDIARY_CAPITAL[entity], factor)
        balances[chart.RETAINED_EARNINGS] = -sum(balances.values())
        cents = np.array(list(balances.values()))
        ledger.post(
            source="opening",
            entity=entity,
            dates=np.array([FIRST]),
            journal="OPEN",
            origin_kind="",
            origin=-1,
            description="Opening balances",
            lines=[Lines(np.zeros(len(cents), dtype=np.int64), np.array(list(balances)), cents)],
        )
