"""Master data of the ERP database.

**Belongs here:** companies, employees, currencies, accounts, periods, journals, taxes, terms
and banks.
**Keep out:** parties (`erp_parties`), products (`erp_products`), documents and journals.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import (
    BANK_ACCOUNTS,
    BANK_PARTY,
    EMPLOYEE_PARTY,
    ENTITIES,
    ENTITY_PARTY,
    OTHER_EMPLOYEES,
    REPS,
)
from ingestion.demo_company.erp_tables import Money, Rows, business_time
from ingestion.demo_company.exchange_rates import CURRENCIES, published_fixings
from ingestion.demo_company.timeline import FIRST, Days, Ints

YEARS = (2023, 2024, 2025, 2026)
TERMS = (0, 7, 15, 30, 45, 60)
"""Payment terms in days; ids are positions plus one."""
JOURNALS = (
    ("REV", "Revenue", "revenue"), ("EXP", "Expense", "expense"), ("STO", "Stock", "general"),
    ("MISC", "Miscellaneous", "general"), ("OPEN", "Opening balances", "general"),
    ("CLOSE", "Year-end closing", "situation"), ("WOFF", "Write-off", "write-off"),
    *((f"BANK{number + 1}", f"Bank {account.account_number}", "cash")
      for number, account in enumerate(BANK_ACCOUNTS)),
)  # fmt: skip
SALES_TAX_IDS = (1, 2, 3)
PURCHASE_TAX_IDS = {(0, 13): 4, (0, 6): 5, (1, 19): 6}
WAREHOUSE, INPUT, OUTPUT, STORAGE, SUPPLIERS, CUSTOMERS, LOST, PRODUCTION = range(1, 9)
USERS = (
    ("admin", "Administrator"), ("chen.jing", "陈静"), ("k.weber", "Karin Weber"),
    ("l.davis", "Linda Davis"),
)  # fmt: skip
"""Logins and names of ERP users; the first set the ERP up, the others keep an entity's books."""
COUNTRIES = ("CN", "DE", "US", "FR", "GB", "IT", "SG", "TW")
SET_UP = np.datetime64("2023-10-20", "D")
_ACCOUNT_SPAN = 100
_FIRST_ACCOUNTANT = 2


def account_ids(entity: Ints, codes: Ints) -> Ints:
    """Give ids of accounts: entity by entity in the order of the chart."""
    position = pd.Index([account.code for account in chart.CHART]).get_indexer(pd.Index(codes))
    return np.asarray(entity) * _ACCOUNT_SPAN + position + 1


def accountant_ids(entity: Ints) -> Ints:
    """Give ids of the users who keep the books of an entity."""
    return np.asarray(entity) + _FIRST_ACCOUNTANT


def period_ids(entity: Ints, days: Days, is_adjustment: bool = False) -> Ints:
    """Give ids of fiscal periods: thirteen a year, the thirteenth for closing journals."""
    months = np.asarray(days, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year, month = months // 12 + 1970 - YEARS[0], months % 12 + 1
    number = np.full_like(month, 13) if is_adjustment else month
    return np.asarray(entity) * 13 * len(YEARS) + year * 13 + number


def master_tables() -> Iterator[tuple[str, Rows]]:
    """Give the tables that are the same at every size."""
    yield from _settings()
    yield from _accounting()
    yield from _banks()


def term_ids(days: Ints) -> Ints:
    """Ids of payment terms by their days."""
    return np.asarray(pd.Index(TERMS).get_indexer(pd.Index(days)) + 1, dtype=np.int64)


def stamp(ids: Ints) -> dict[str, object]:
    """Columns of who made master data and when."""
    return {"create_uid": 1, "create_date": business_time(np.repeat(SET_UP, len(ids)), ids)}


def _table(frame: pd.DataFrame) -> Rows:
    ids = np.arange(1, len(frame) + 1)
    columns = {str(name): frame[name].to_numpy() for name in frame}
    return {"id": ids, **stamp(ids), **columns}


def _settings() -> Iterator[tuple[str, Rows]]:
    names = ("Yuan Renminbi", "Euro", "US Dollar", "Pound Sterling")
    symbols = ("¥", "€", "$", "£")
    numeric = ("156", "978", "840", "826")
    cents = Money(np.ones(len(CURRENCIES), dtype=np.int64))
    yield (
        "currency_currency",
        {
            **_table(
                pd.DataFrame(
                    {"code": CURRENCIES, "name": names, "symbol": symbols, "numeric_code": numeric}
                )
            ),
            "digits": 2,
            "active": 1,
            "rounding": cents,
        },
    )
    fixings = published_fixings()
    fixings = fixings[pd.to_datetime(fixings["date"]) <= pd.Timestamp("2026-10-31")]
    days = pd.to_datetime(fixings["date"]).to_numpy().astype("datetime64[D]")
    ids = np.arange(1, len(fixings) + 1)
    yield (
        "currency_currency_rate",
        {
            "id": ids,
            "create_uid": 1,
            "create_date": business_time(days, ids),
            "date": days,
            "currency": np.array([CURRENCIES.index(one) + 1 for one in fixings["currency"]]),
            "rate": np.array([text.encode() for text in fixings["rate"]], dtype=object),
        },
    )
    users = pd.DataFrame(USERS, columns=["login", "name"]).assign(active=1, administrator=0)
    yield ("res_user", _table(users))
    yield ("country_country", _table(pd.DataFrame({"code": COUNTRIES, "name": COUNTRIES})))
    yield (
        "company_company",
        _table(
            pd.DataFrame(
                {
                    "party": [ENTITY_PARTY + n for n in range(len(ENTITIES))],
                    "currency": [entity.currency + 1 for entity in ENTITIES],
                    "timezone": ["Asia/Shanghai", "Europe/Berlin", "America/Chicago"],
                }
            )
        ),
    )
    people = [rep.entity for rep in REPS] + [one[1] for one in OTHER_EMPLOYEES]
    yield (
        "company_employee",
        _table(
            pd.DataFrame(
                {
                    "party": EMPLOYEE_PARTY + np.arange(len(people)),
                    "company": np.array(people) + 1,
                    "start_date": np.repeat(FIRST - 400, len(people)),
                }
            )
        ),
    )
    terms = np.arange(1, len(TERMS) + 1)
    yield (
        "account_invoice_payment_term",
        {"id": terms, **stamp(terms), "active": 1,
         "name": [f"Net {days} days" if days else "Upon receipt" for days in TERMS]},
    )  # fmt: skip
    yield (
        "account_invoice_payment_term_line",
        {"id": terms, **stamp(terms), "payment": terms, "sequence": 10, "type": "remainder"},
    )
    yield (
        "account_invoice_payment_term_line_delta",
        {"id": terms, **stamp(terms), "line": terms, "sequence": 10, "days": np.array(TERMS),
         "months": 0, "weeks": 0},
    )  # fmt: skip


def _accounting() -> Iterator[tuple[str, Rows]]:
    kinds = list(chart.ACCOUNT_KINDS.items())
    types = pd.DataFrame(
        [
            (entity + 1, kind.name, kind.statement, 10 * (number + 1), *(
                int(kind.flag == flag)
                for flag in ("assets", "receivable", "stock", "payable", "debt", "revenue",
                             "expense")
            ))
            for entity in range(3)
            for number, (_, kind) in enumerate(kinds)
        ],
        columns=["company", "name", "statement", "sequence", "assets", "receivable", "stock",
                 "payable", "debt", "revenue", "expense"],
    )  # fmt: skip
    types["assets"] |= types["receivable"] | types["stock"]
    yield ("account_account_type", _table(types))
    keys = [key for key, _ in kinds]
    rows = []
    for entity in range(3):
        for account in chart.CHART:
            kind = chart.ACCOUNT_KINDS[account.kind]
            rows.append((
                entity + 1, str(account.code), account.name,
                entity * len(kinds) + keys.index(account.kind) + 1,
                chart.PARENT_CODES.get(account.code, -1), int(kind.reconcile),
                int(kind.party_required),
            ))  # fmt: skip
    accounts = pd.DataFrame(
        rows,
        columns=["company", "code", "name", "type", "parent", "reconcile", "party_required"],
    )
    owner = accounts["company"].to_numpy(np.int64) - 1
    ids = account_ids(owner, np.array([int(code) for code in accounts["code"]]))
    parent = account_ids(owner, accounts["parent"].to_numpy(np.int64))
    accounts["parent"] = np.where(accounts["parent"] > 0, parent, -1)
    columns = {str(name): accounts[name].to_numpy() for name in accounts}
    yield (
        "account_account",
        {"id": ids, **stamp(ids), "closed": 0, "general_ledger_balance": 0, **columns},
    )
    yield from _periods()
    ids = np.arange(1, len(JOURNALS) + 1)
    yield (
        "account_journal",
        {"id": ids, **stamp(ids), "active": 1, "code": [one[0] for one in JOURNALS],
         "name": [one[1] for one in JOURNALS], "type": [one[2] for one in JOURNALS]},
    )  # fmt: skip
    yield ("account_tax", _taxes())


def _periods() -> Iterator[tuple[str, Rows]]:
    years = pd.DataFrame(
        [
            (entity + 1, str(year), f"{year}-01-01", f"{year}-12-31",
             "close" if year < YEARS[-1] else "open")
            for entity in range(3)
            for year in YEARS
        ],
        columns=["company", "name", "start_date", "end_date", "state"],
    )  # fmt: skip
    yield ("account_fiscalyear", _table(years))
    rows = []
    for entity in range(3):
        for number, year in enumerate(YEARS):
            state = "close" if year < YEARS[-1] else "open"
            fiscal_year = entity * len(YEARS) + number + 1
            for month in range(1, 13):
                first = np.datetime64(f"{year}-{month:02d}", "M")
                last = (first + 1).astype("datetime64[D]") - 1
                rows.append((fiscal_year, str(first), str(first.astype("datetime64[D]")),
                             str(last), "standard", state))  # fmt: skip
            rows.append((fiscal_year, f"{year}-adjustment", f"{year}-12-31", f"{year}-12-31",
                         "adjustment", state))  # fmt: skip
    periods = pd.DataFrame(
        rows, columns=["fiscalyear", "name", "start_date", "end_date", "type", "state"]
    )
    yield ("account_period", _table(periods))


def _taxes() -> Rows:
    sales = [(entity, one.vat_percent, True) for entity, one in enumerate(ENTITIES)]
    bought = [(entity, percent, False) for entity, percent in PURCHASE_TAX_IDS]
    taxes = [*sales, *bought]
    entity = np.array([one[0] for one in taxes])
    output = np.array([one[2] for one in taxes])
    account = account_ids(entity, np.where(output, chart.OUTPUT_VAT, chart.INPUT_VAT))
    ids = np.arange(1, len(taxes) + 1)
    names = [
        f"{'Output' if is_output else 'Input'} VAT {percent} %" for _, percent, is_output in taxes
    ]
    return {
        "id": ids, **stamp(ids), "active": 1, "company": entity + 1, "name": names,
        "description": names, "type": "percentage", "invoice_account": account,
        "credit_note_account": account, "rate": Money(np.array([one[1] for one in taxes])),
    }  # fmt: skip


def _banks() -> Iterator[tuple[str, Rows]]:
    ids = np.arange(1, len(BANK_ACCOUNTS) + 1)
    entity = np.array([one.entity for one in BANK_ACCOUNTS])
    currency = np.array([ENTITIES[one].currency + 1 for one in entity])
    yield (
        "bank",
        {"id": ids, **stamp(ids), "party": BANK_PARTY + ids - 1,
         "bic": [one.bic for one in BANK_ACCOUNTS]},
    )  # fmt: skip
    yield (
        "bank_account",
        {"id": ids, **stamp(ids), "active": 1, "bank": ids, "currency": currency},
    )
    numbers = [one.iban or one.account_number for one in BANK_ACCOUNTS]
    yield (
        "bank_account_number",
        {"id": ids, **stamp(ids), "active": 1, "account": ids, "sequence": 1, "number": numbers,
         "number_compact": numbers,
         "type": ["iban" if one.iban else "other" for one in BANK_ACCOUNTS]},
    )  # fmt: skip
    yield (
        "bank_account-party_party",
        {"id": ids, **stamp(ids), "account": ids, "owner": ENTITY_PARTY + entity},
    )
    codes = np.array([one.ledger_code for one in BANK_ACCOUNTS])
    first_bank = [journal[0] for journal in JOURNALS].index("BANK1")
    yield (
        "account_statement_journal",
        {"id": ids, **stamp(ids), "active": 1, "account": account_ids(entity, codes),
         "bank_account": ids, "company": entity + 1, "currency": currency,
         "journal": ids + first_bank, "name": [one.bank_name for one in BANK_ACCOUNTS],
         "validation": "balance"},
    )  # fmt: skip
    yield (
        "account_payment_journal",
        {"id": ids, **stamp(ids), "active": 1, "company": entity + 1, "currency": currency,
         "name": [f"Transfers {one.bank_name}" for one in BANK_ACCOUNTS],
         "process_method": "manual"},
    )  # fmt: skip
