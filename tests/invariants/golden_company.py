"""The golden company: a parent and a subsidiary small enough to be worked out by hand.

Belongs here: their 34 documents, rates and ownership, as docs/accounting-decisions.md tells them.
Keep out: what they add up to (the document, which a test reads), assertions.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from erp_files import empty_erp, write

PARENT, SUBSIDIARY = 1, 2
CNY, USD = 1, 2
CURRENCIES = {PARENT: CNY, SUBSIDIARY: USD}
JOURNALS = {"general": 1, "revenue": 2, "expense": 3, "cash": 4, "situation": 5}
# Kind of account → what Tryton knows of it.
TYPES: dict[str, dict[str, object]] = {
    "assets": {"statement": "balance", "assets": 1},
    "receivable": {"statement": "balance", "assets": 1, "receivable": 1},
    "payable": {"statement": "balance", "payable": 1},
    "equity": {"statement": "balance"},
    "revenue": {"statement": "income", "revenue": 1},
    "expense": {"statement": "income", "expense": 1},
}
ACCOUNTS = {
    "1002": "assets",
    "1122": "receivable",
    "1125": "receivable",
    "1405": "assets",
    "1511": "assets",
    "2241": "payable",
    "2242": "payable",
    "4001": "equity",
    "4104": "equity",
    "6001": "revenue",
    "600109": "revenue",
    "6111": "revenue",
    "6401": "expense",
    "640109": "expense",
    "660202": "expense",
    "660204": "expense",
    "660303": "expense",
}
PARTIES = {
    1: ("GP", "Golden Parent"),
    2: ("GS", "Golden Subsidiary"),
    3: ("A", "Customer A"),
    4: ("B", "Customer B"),
    5: ("C", "Customer C"),
    6: ("M", "Minority shareholder"),
}
# CNY for one USD from that day on.
RATES = (
    (dt.date(2025, 11, 1), "7.00"),
    (dt.date(2025, 11, 16), "7.20"),
    (dt.date(2025, 12, 1), "7.30"),
    (dt.date(2026, 1, 1), "7.40"),
    (dt.date(2026, 2, 15), "7.60"),
)
AS_OF = dt.date(2026, 2, 28)


class Line(NamedTuple):
    """A line of a document: account, amount (debit positive), and what it is in US dollars."""

    account: str
    amount: str
    party: int | None = None
    dollars: str | None = None
    settles: int | None = None


class Document(NamedTuple):
    """One document and the journal it was posted with; an invoice or bill names its party."""

    number: int
    company: int
    date: str
    journal: str
    text: str
    lines: tuple[Line, ...]
    party: int | None = None


DOCUMENTS = (
    Document(
        *(1, PARENT, "2025-11-03", "cash", "Capital paid in"),
        (Line("1002", "100000"), Line("4001", "-100000")),
    ),
    Document(
        *(2, PARENT, "2025-11-03", "cash", "80 % of the subsidiary, 8,000 USD"),
        (Line("1511", "56000", SUBSIDIARY), Line("1002", "-56000")),
    ),
    Document(
        *(3, PARENT, "2025-11-05", "cash", "Goods bought"),
        (Line("1405", "30000"), Line("1002", "-30000")),
    ),
    Document(
        *(4, PARENT, "2025-11-20", "revenue", "Invoice to customer A"),
        (Line("1122", "20000", 3), Line("6001", "-20000")),
        3,
    ),
    Document(
        *(5, PARENT, "2025-11-20", "general", "Goods delivered to customer A"),
        (Line("6401", "12000"), Line("1405", "-12000")),
    ),
    Document(
        *(6, PARENT, "2025-11-20", "revenue", "Invoice to customer B, 2,000 USD"),
        (Line("1122", "14400", 4, "2000"), Line("6001", "-14400", None, "-2000")),
        4,
    ),
    Document(
        *(7, PARENT, "2025-11-20", "general", "Goods delivered to customer B"),
        (Line("6401", "8000"), Line("1405", "-8000")),
    ),
    Document(
        *(8, PARENT, "2025-11-24", "revenue", "Invoice to the subsidiary, 1,000 USD"),
        (
            Line("1125", "7200", SUBSIDIARY, "1000"),
            Line("600109", "-7200", SUBSIDIARY, "-1000"),
        ),
        SUBSIDIARY,
    ),
    Document(
        *(9, PARENT, "2025-11-24", "general", "Goods delivered to the subsidiary"),
        (Line("640109", "5040", SUBSIDIARY), Line("1405", "-5040")),
    ),
    Document(
        *(10, PARENT, "2025-12-10", "cash", "Customer A pays"),
        (Line("1002", "20000"), Line("1122", "-20000", 3, None, 4)),
    ),
    Document(
        *(11, PARENT, "2025-12-15", "cash", "Customer B pays 1,200 USD"),
        (
            Line("1002", "8760"),
            Line("1122", "-8760", 4, "-1200", 6),
            Line("1122", "120", 4, None, 6),
            Line("660303", "-120"),
        ),
    ),
    Document(
        *(12, PARENT, "2025-12-20", "cash", "The subsidiary pays 1,000 USD"),
        (
            Line("1002", "7300"),
            Line("1125", "-7300", SUBSIDIARY, "-1000", 8),
            Line("1125", "100", SUBSIDIARY, None, 8),
            Line("660303", "-100"),
        ),
    ),
    Document(
        *(13, PARENT, "2025-12-31", "cash", "Rent"),
        (Line("660202", "3000"), Line("1002", "-3000")),
    ),
    Document(
        *(14, PARENT, "2025-12-31", "situation", "Closing of the year"),
        (
            Line("6001", "34400"),
            Line("600109", "7200"),
            Line("6401", "-20000"),
            Line("640109", "-5040"),
            Line("660202", "-3000"),
            Line("660303", "220"),
            Line("4104", "-13780"),
        ),
    ),
    Document(
        *(15, PARENT, "2026-01-10", "cash", "Customer B pays 800 USD"),
        (
            Line("1002", "5920"),
            Line("1122", "-5920", 4, "-800", 6),
            Line("1122", "160", 4, None, 6),
            Line("660303", "-160"),
        ),
    ),
    Document(
        *(16, PARENT, "2026-02-20", "revenue", "Invoice to customer A"),
        (Line("1122", "6000", 3), Line("6001", "-6000")),
        3,
    ),
    Document(
        *(17, PARENT, "2026-02-20", "general", "Goods delivered to customer A"),
        (Line("6401", "4000"), Line("1405", "-4000")),
    ),
    Document(
        *(18, PARENT, "2026-02-25", "cash", "Rent"),
        (Line("660202", "3000"), Line("1002", "-3000")),
    ),
    Document(
        *(19, SUBSIDIARY, "2025-11-03", "cash", "Capital paid in by the parent"),
        (Line("1002", "8000"), Line("4001", "-8000", PARENT)),
    ),
    Document(
        *(20, SUBSIDIARY, "2025-11-03", "cash", "Capital paid in by others"),
        (Line("1002", "2000"), Line("4001", "-2000", 6)),
    ),
    Document(
        *(21, SUBSIDIARY, "2025-11-24", "expense", "Bill of the parent"),
        (Line("1405", "1000"), Line("2242", "-1000", PARENT)),
        PARENT,
    ),
    Document(
        *(22, SUBSIDIARY, "2025-11-30", "cash", "Rent"),
        (Line("660202", "300"), Line("1002", "-300")),
    ),
    Document(
        *(23, SUBSIDIARY, "2025-12-05", "revenue", "Invoice to customer C"),
        (Line("1122", "1500", 5), Line("6001", "-1500")),
        5,
    ),
    Document(
        *(24, SUBSIDIARY, "2025-12-05", "general", "Goods delivered to customer C"),
        (Line("6401", "600"), Line("1405", "-600")),
    ),
    Document(
        *(25, SUBSIDIARY, "2025-12-20", "cash", "The parent is paid"),
        (Line("2242", "1000", PARENT, None, 21), Line("1002", "-1000")),
    ),
    Document(
        *(26, SUBSIDIARY, "2025-12-28", "cash", "Customer C pays"),
        (Line("1002", "1500"), Line("1122", "-1500", 5, None, 23)),
    ),
    Document(
        *(27, SUBSIDIARY, "2025-12-31", "cash", "Rent"),
        (Line("660202", "300"), Line("1002", "-300")),
    ),
    Document(
        *(28, SUBSIDIARY, "2025-12-31", "situation", "Closing of the year"),
        (
            Line("6001", "1500"),
            Line("6401", "-600"),
            Line("660202", "-600"),
            Line("4104", "-300"),
        ),
    ),
    Document(
        *(29, SUBSIDIARY, "2026-01-15", "revenue", "Invoice to customer C"),
        (Line("1122", "1000", 5), Line("6001", "-1000")),
        5,
    ),
    Document(
        *(30, SUBSIDIARY, "2026-01-15", "general", "Goods delivered to customer C"),
        (Line("6401", "400"), Line("1405", "-400")),
    ),
    Document(
        *(31, SUBSIDIARY, "2026-01-31", "cash", "Rent"),
        (Line("660202", "300"), Line("1002", "-300")),
    ),
    Document(
        *(32, SUBSIDIARY, "2026-02-20", "cash", "Customer C pays"),
        (Line("1002", "1000"), Line("1122", "-1000", 5, None, 29)),
    ),
    Document(
        *(33, SUBSIDIARY, "2026-02-28", "cash", "Rent"),
        (Line("660202", "300"), Line("1002", "-300")),
    ),
)
# Found after the year was closed.
LATE = Document(
    *(34, PARENT, "2025-12-31", "general", "Advice of December, billed late"),
    (Line("660204", "500"), Line("2241", "-500")),
)


def write_golden_company(folder: Path) -> Path:
    """Write the ERP, the rates, the ownership and the project file; give the project folder."""
    folder.mkdir(parents=True)
    erp = empty_erp(folder / "erp.sqlite")
    for number, (code, digits) in {CNY: ("CNY", 2), USD: ("USD", 2)}.items():
        write(
            erp, "currency_currency",
            id=number, code=code, name=code, rounding=b"0.01", digits=digits,
        )  # fmt: skip
    for number, (code, name) in PARTIES.items():
        write(erp, "party_party", id=number, code=code, name=name, active=1)
    for kind, number in JOURNALS.items():
        write(
            erp, "account_journal", id=number, type=kind, code=kind.upper(), name=kind, active=1
        )  # fmt: skip
    for company, currency in CURRENCIES.items():
        write(erp, "company_company", id=company, party=company, currency=currency)
        _write_chart(erp, company)
        _write_periods(erp, company)
    for document in DOCUMENTS:
        post(erp, document)
    (folder / "rates.csv").write_text(rates_csv(), encoding="utf-8")
    (folder / "ownership.csv").write_text(ownership_csv(), encoding="utf-8")
    (folder / "ledgerhouse.yml").write_text(
        f"name: golden_company\npresentation_currency: CNY\nas_of: {AS_OF}\nsources:\n"
        f'  erp: {{url: "sqlite:///{erp}"}}\n'
        f'  fx_rates: {{company_file: "{folder / "rates.csv"}", currencies: []}}\n'
        f'  group_structure: {{ownership_file: "{folder / "ownership.csv"}"}}\n',
        encoding="utf-8",
    )
    return folder


def post(erp: Path, document: Document) -> None:
    """Write a document with its journal, and link what it settles."""
    number, company, date = document.number, document.company, dt.date.fromisoformat(document.date)
    is_bill = document.journal == "expense"
    write(
        erp, "account_move", id=number, company=company, journal=JOURNALS[document.journal],
        number=f"G{number:02}", period=_period(company, date), date=document.date,
        post_date=document.date, state="posted", description=document.text,
        origin=f"account.invoice,{number}" if document.party else None,
    )  # fmt: skip
    for place, line in enumerate(document.lines):
        identity, amount = 10 * number + place, Decimal(line.amount)
        write(
            erp, "account_move_line", id=identity, move=number, state="valid",
            account=_account(company, line.account), party=line.party,
            debit=_stored(max(amount, Decimal(0))), credit=_stored(max(-amount, Decimal(0))),
            second_currency=USD if line.dollars else None,
            amount_second_currency=_stored(Decimal(line.dollars)) if line.dollars else None,
            maturity_date=document.date if document.party and not place else None,
        )  # fmt: skip
        if line.settles:
            write(
                erp, "account_invoice-account_move_line",
                id=identity, invoice=line.settles, line=identity,
            )  # fmt: skip
    if document.party:
        control = document.lines[1 if is_bill else 0]
        total = _stored(abs(Decimal(control.dollars or control.amount)))
        write(
            erp, "account_invoice", id=number, company=company, number=f"I{number:02}",
            type="in" if is_bill else "out", state="posted", party=document.party, move=number,
            account=_account(company, control.account), invoice_date=document.date,
            currency=USD if control.dollars else CURRENCIES[company],
            untaxed_amount_cache=total, tax_amount_cache=_stored(Decimal(0)),
            total_amount_cache=total,
        )  # fmt: skip


def _write_chart(erp: Path, company: int) -> None:
    for place, (kind, values) in enumerate(TYPES.items()):
        write(
            erp, "account_account_type",
            id=10 * company + place, company=company, name=kind, **values,
        )  # fmt: skip
    for place, (code, kind) in enumerate(ACCOUNTS.items()):
        write(
            erp, "account_account", id=_account(company, code), company=company, code=code,
            name=code, type=10 * company + list(TYPES).index(kind),
            left=2 * place + 1, right=2 * place + 2,
        )  # fmt: skip


def _write_periods(erp: Path, company: int) -> None:
    for year in (2025, 2026):
        write(
            erp, "account_fiscalyear", id=10_000 * company + year, company=company,
            name=str(year), state="open", start_date=f"{year}-01-01", end_date=f"{year}-12-31",
        )  # fmt: skip
        for month in range(1, 13):
            first = dt.date(year, month, 1)
            following = dt.date(year + month // 12, month % 12 + 1, 1)
            write(
                erp, "account_period", id=_period(company, first), name=f"{year}-{month:02}",
                fiscalyear=10_000 * company + year, type="standard", state="open",
                start_date=str(first), end_date=str(following - dt.timedelta(days=1)),
            )  # fmt: skip


def _account(company: int, code: str) -> int:
    return 100 * company + list(ACCOUNTS).index(code)


def _period(company: int, date: dt.date) -> int:
    return 1_000_000 * company + 100 * date.year + date.month


def _stored(amount: Decimal) -> bytes:
    """As Tryton keeps a number in SQLite."""
    return str(amount).encode()


def ownership_csv() -> str:
    """The parent holds 80 % from the first day."""
    return (
        "entity_code,parent_entity_code,ownership_ratio,consolidation_method,valid_from,valid_to\n"
        "GS,GP,0.8,full,2025-11-01,\n"
    )


def rates_csv() -> str:
    """A rate for every day."""
    lines = ["rate_type,from_currency,to_currency,rate_date,rate"]
    day = RATES[0][0]
    while day <= AS_OF:
        rate = max((since, rate) for since, rate in RATES if since <= day)[1]
        lines.append(f"spot,USD,CNY,{day},{rate}")
        day += dt.timedelta(days=1)
    return "\n".join(lines) + "\n"
