"""Three companies whose years differ, as exported files: months, a year from April, weeks of 4-4-5.

Belongs here: what the files say of a parent (calendar year), a subsidiary whose year runs from
April to March with an adjustment period, and one on weeks in US dollars that posts by the rules.
Keep out: what they add up to (docs/accounting-decisions.md, which a test reads), assertions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from exported_company import write_exported_company

AS_OF = dt.date(2026, 4, 30)
PARENT, APRIL, WEEKS = "CP", "CA", "CW"
CURRENCIES = {PARENT: "CNY", APRIL: "CNY", WEEKS: "USD"}
ACCOUNTS = {
    "1002": "asset",
    "1122": "asset",
    "1511": "asset",
    "2241": "liability",
    "4001": "equity",
    "4104": "equity",
    "6001": "revenue",
    "660202": "expense",
    "660204": "expense",
    "660303": "expense",
}
# CNY for one USD from that day on.
RATES = (
    (dt.date(2025, 12, 1), "7.00"),
    (dt.date(2026, 1, 11), "7.20"),
    (dt.date(2026, 1, 25), "7.30"),
    (dt.date(2026, 2, 8), "7.50"),
)
FIRST_WEEK = dt.date(2025, 12, 28)
WEEKS_OF_PERIODS = (4, 4, 5)
AUDIT = "CA audit"

Tables = dict[str, list[dict[str, Any]]]


class Posting(NamedTuple):
    """A journal: company, day, type, accounts with amounts (debit positive), adjustment period."""

    company: str
    day: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    period: str = ""
    party: str = ""


POSTINGS = (
    Posting(PARENT, "2025-12-01", "cash", (("1002", "10000"), ("4001", "-10000"))),
    Posting(PARENT, "2025-12-27", "cash", (("1511", "7000"), ("1002", "-7000")), party=WEEKS),
    Posting(PARENT, "2025-12-27", "cash", (("1511", "500"), ("1002", "-500")), party=APRIL),
    Posting(PARENT, "2025-12-31", "general", (("660202", "5"), ("1002", "-5"))),
    Posting(PARENT, "2026-01-31", "general", (("660202", "5"), ("1002", "-5"))),
    Posting(APRIL, "2025-12-27", "cash", (("1002", "500"), ("4001", "-500")), party=PARENT),
    Posting(APRIL, "2025-12-31", "general", (("1002", "40"), ("6001", "-40"))),
    Posting(APRIL, "2026-03-31", "general", (("1002", "60"), ("6001", "-60"))),
    Posting(APRIL, "2026-03-31", "general", (("660204", "10"), ("2241", "-10")), AUDIT),
    Posting(
        *(APRIL, "2026-03-31", "closing"),
        (("6001", "100"), ("660204", "-10"), ("4104", "-90")),
        AUDIT,
    ),
    Posting(APRIL, "2026-04-01", "general", (("1002", "25"), ("6001", "-25"))),
    Posting(WEEKS, "2025-12-27", "cash", (("1002", "1000"), ("4001", "-1000")), party=PARENT),
    Posting(WEEKS, "2025-12-28", "general", (("1002", "100"), ("6001", "-100"))),
    Posting(WEEKS, "2026-01-24", "general", (("660202", "40"), ("1002", "-40"))),
)
# Invoices the rules post, and what was paid of the first.
INVOICES = (("W1", "2026-01-25", "200"), ("W2", "2026-02-22", "50"))
PAYMENT = ("W3", "2026-02-21", "150")


def weeks() -> Iterable[dict[str, Any]]:
    """The twelve periods of a 4-4-5 year."""
    starts = FIRST_WEEK
    for number in range(1, 13):
        length = WEEKS_OF_PERIODS[(number - 1) % 3]
        ends = starts + dt.timedelta(days=7 * length - 1)
        yield {
            "fiscal_period_id": f"{WEEKS} W{number:02}", "entity_id": WEEKS,
            "period_name": f"W{number:02}", "fiscal_year_name": "FY26", "starts_date": starts,
            "ends_date": ends, "is_adjustment": "false",
        }  # fmt: skip
        starts = ends + dt.timedelta(days=1)


def months_of_april_year() -> Iterable[dict[str, Any]]:
    """April 2025 to March 2026 and its adjustment period on the last day."""
    for place in range(12):
        starts = dt.date(2025 + (place + 3) // 12, (place + 3) % 12 + 1, 1)
        next_month = (starts + dt.timedelta(days=31)).replace(day=1)
        yield {
            "fiscal_period_id": f"{APRIL} {starts}", "entity_id": APRIL,
            "period_name": f"P{place + 1:02}", "fiscal_year_name": "FY26", "starts_date": starts,
            "ends_date": next_month - dt.timedelta(days=1), "is_adjustment": "false",
        }  # fmt: skip
    yield {
        "fiscal_period_id": AUDIT, "entity_id": APRIL, "period_name": "Audit",
        "fiscal_year_name": "FY26", "starts_date": "2026-03-31", "ends_date": "2026-03-31",
        "is_adjustment": "true",
    }  # fmt: skip


def calendar_tables() -> Tables:
    """Canonical table → its rows."""
    tables: Tables = defaultdict(list)
    for code, currency in CURRENCIES.items():
        tables["entities"].append(
            {
                "entity_id": code, "entity_code": code, "entity_name": code,
                "functional_currency": currency,
                "posting_source": "rule" if code == WEEKS else "erp",
            }
        )  # fmt: skip
        tables["bank_accounts"].append(
            {
                "bank_account_id": f"{code}-bank", "entity_id": code, "account_number": code,
                "currency_code": currency, "ledger_account_code": "1002",
            }
        )  # fmt: skip
        tables["customers"].append(
            {
                "customer_id": code, "customer_number": code, "customer_name": code,
                "intercompany_entity_id": code,
            }
        )  # fmt: skip
        for account, kind in ACCOUNTS.items():
            tables["chart_of_accounts"].append(
                {
                    "account_id": f"{code}-{account}", "entity_id": code,
                    "account_code": account, "account_name": account, "account_type": kind,
                }
            )  # fmt: skip
    tables["customers"].append(
        {"customer_id": "A", "customer_number": "A", "customer_name": "Customer A"}
    )
    tables["fiscal_periods"] += [*weeks(), *months_of_april_year()]
    for number, posting in enumerate(POSTINGS, start=1):
        _journal(tables, number, posting)
    for invoice, day, amount in INVOICES:
        _invoice(tables, invoice, day, amount)
    _payment(tables, *PAYMENT)
    return tables


def _journal(tables: Tables, number: int, posting: Posting) -> None:
    tables["journals"].append(
        {
            "journal_id": number, "journal_number": f"J{number:02}", "entity_id": posting.company,
            "journal_type": posting.kind, "effective_date": posting.day, "state": "posted",
            "fiscal_period_id": posting.period,
        }
    )  # fmt: skip
    for place, (account, amount) in enumerate(posting.lines):
        tables["journal_lines"].append(
            {
                "journal_line_id": 10 * number + place, "journal_id": number,
                "account_id": f"{posting.company}-{account}", "party_id": posting.party,
                "debit_amount": max(Decimal(amount), Decimal(0)),
                "credit_amount": max(-Decimal(amount), Decimal(0)),
            }
        )  # fmt: skip


def _invoice(tables: Tables, number: str, day: str, amount: str) -> None:
    tables["sales_invoices"].append(
        {
            "invoice_id": number, "invoice_number": number, "entity_id": WEEKS,
            "document_type": "invoice", "customer_id": "A", "invoice_date": day,
            "currency_code": "USD", "net_amount": amount, "tax_amount": 0,
            "gross_amount": amount, "state": "posted",
        }
    )  # fmt: skip
    tables["sales_invoice_lines"].append(
        {
            "invoice_line_id": number, "invoice_id": number, "account_id": f"{WEEKS}-6001",
            "net_amount": amount,
        }
    )  # fmt: skip


def _payment(tables: Tables, number: str, day: str, amount: str) -> None:
    tables["customer_payments"].append(
        {
            "payment_id": number, "payment_number": number, "entity_id": WEEKS,
            "customer_id": "A", "bank_account_id": f"{WEEKS}-bank", "payment_date": day,
            "currency_code": "USD", "amount": amount,
        }
    )  # fmt: skip
    tables["payment_allocations"].append(
        {
            "allocation_id": number, "payment_id": number, "invoice_id": INVOICES[0][0],
            "allocation_type": "payment", "allocation_date": day, "currency_code": "USD",
            "applied_amount": amount, "applied_amount_functional": amount,
        }
    )  # fmt: skip


def write_calendar_company(folder: Path) -> Path:
    """Write the exports, a mapping for each, the rates and the project; give its folder."""
    return write_exported_company(
        folder,
        calendar_tables(),
        name="calendar_company",
        as_of=AS_OF,
        rates=_rates_csv(),
        ownership="entity_code,parent_entity_code,ownership_ratio,consolidation_method,"
        f"valid_from,valid_to\n{APRIL},{PARENT},1.0,full,2025-12-01,\n"
        f"{WEEKS},{PARENT},1.0,full,2025-12-01,\n",
    )


def _rates_csv() -> str:
    lines = ["rate_type,from_currency,to_currency,rate_date,rate"]
    day = RATES[0][0]
    while day <= AS_OF:
        rate = max((since, rate) for since, rate in RATES if since <= day)[1]
        lines.append(f"spot,USD,CNY,{day},{rate}")
        day += dt.timedelta(days=1)
    return "\n".join(lines) + "\n"
