"""Master data of the ERP database.

**Belongs here:** companies, parties, accounts, periods, journals, taxes, terms, banks, products.
**Keep out:** documents, stock and journals.
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
    UNKNOWN_PAYER_PARTY,
)
from ingestion.demo_company.erp_tables import Money, Rows, business_time
from ingestion.demo_company.exchange_rates import CURRENCIES, published_fixings
from ingestion.demo_company.products import PRODUCT_LINES, RAW_MATERIALS
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
COUNTRIES = ("CN", "DE", "US", "FR", "GB", "IT", "SG", "TW")
_SET_UP = np.datetime64("2023-10-20", "D")
_ACCOUNT_SPAN = 100


def account_ids(entity: Ints, codes: Ints) -> Ints:
    """Give ids of accounts: entity by entity in the order of the chart."""
    position = pd.Index([account.code for account in chart.CHART]).get_indexer(codes)
    return np.asarray(entity) * _ACCOUNT_SPAN + position + 1


def period_ids(entity: Ints, days: Days, is_adjustment: bool = False) -> Ints:
    """Give ids of fiscal periods: thirteen a year, the thirteenth for closing journals."""
    months = np.asarray(days, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year, month = months // 12 + 1970 - YEARS[0], months % 12 + 1
    number = np.full_like(month, 13) if is_adjustment else month
    return np.asarray(entity) * 13 * len(YEARS) + year * 13 + number


def master_tables(frames: dict[str, pd.DataFrame]) -> Iterator[tuple[str, Rows]]:
    """Give all master tables with their rows."""
    yield from _settings()
    yield from _parties(frames["customers"], frames["suppliers"])
    yield from _accounting()
    yield from _banks()
    yield from _products(frames["products"])


def _stamp(ids: Ints) -> dict[str, object]:
    return {"create_uid": 1, "create_date": business_time(np.repeat(_SET_UP, len(ids)), ids)}


def _table(frame: pd.DataFrame) -> Rows:
    ids = np.arange(1, len(frame) + 1)
    columns = {name: frame[name].to_numpy() for name in frame}
    return {"id": ids, **_stamp(ids), **columns}


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
        {"id": terms, **_stamp(terms), "active": 1,
         "name": [f"Net {days} days" if days else "Upon receipt" for days in TERMS]},
    )  # fmt: skip
    yield (
        "account_invoice_payment_term_line",
        {"id": terms, **_stamp(terms), "payment": terms, "sequence": 10, "type": "remainder"},
    )
    yield (
        "account_invoice_payment_term_line_delta",
        {"id": terms, **_stamp(terms), "line": terms, "sequence": 10, "days": np.array(TERMS),
         "months": 0, "weeks": 0},
    )  # fmt: skip


def _parties(
    customers: pd.DataFrame, suppliers: pd.DataFrame
) -> Iterator[tuple[str, Rows]]:
    entity_cities = [(one.country_code, one.city) for one in ENTITIES]
    people = [rep.name for rep in REPS] + [name for name, _ in OTHER_EMPLOYEES]
    parts = [
        pd.DataFrame(
            {
                "id": ENTITY_PARTY + np.arange(3),
                "code": [one.code for one in ENTITIES],
                "name": [one.name for one in ENTITIES],
                "country": [code for code, _ in entity_cities],
                "city": [city for _, city in entity_cities],
            }
        ),
        pd.DataFrame(
            {
                "id": BANK_PARTY + np.arange(len(BANK_ACCOUNTS)),
                "code": [f"B{n:03d}" for n in range(1, len(BANK_ACCOUNTS) + 1)],
                "name": [one.bank_name for one in BANK_ACCOUNTS],
            }
        ),
        pd.DataFrame(
            {"id": [UNKNOWN_PAYER_PARTY], "code": ["UNKNOWN"], "name": ["Unknown payer"]}
        ),
        pd.DataFrame(
            {
                "id": suppliers["party"],
                "code": suppliers["supplier_number"],
                "name": suppliers["name"],
                "country": suppliers["country_code"],
            }
        ),
        pd.DataFrame(
            {
                "id": EMPLOYEE_PARTY + np.arange(len(people)),
                "code": [f"E{n:03d}" for n in range(1, len(people) + 1)],
                "name": people,
            }
        ),
        pd.DataFrame(
            {
                "id": customers["party"],
                "code": customers["customer_number"],
                "name": customers["name"],
                "country": customers["country_code"],
                "city": customers["city"],
                "since": customers["created_date"],
            }
        ),
    ]
    parties = pd.concat(parts, ignore_index=True)
    ids = parties["id"].to_numpy(np.int64)
    since = np.maximum(parties["since"].to_numpy().astype("datetime64[D]"), _SET_UP)
    since = np.where(np.isnat(since), _SET_UP, since)
    created = {"create_uid": 1, "create_date": business_time(since, ids)}
    digits = parties["code"].str.extract(r"(\d+)")[0].astype(float).fillna(-1).astype(np.int64)
    yield (
        "party_party",
        {"id": ids, **created, "active": 1, "code": parties["code"].to_numpy(),
         "code_alnum": parties["code"].to_numpy(), "code_digit": digits.to_numpy(),
         "name": parties["name"].to_numpy()},
    )  # fmt: skip
    country = pd.Index(COUNTRIES).get_indexer(parties["country"]) + 1
    yield (
        "party_address",
        {"id": ids, **created, "active": 1, "party": ids, "sequence": 1, "delivery": 1,
         "invoice": 1, "city": parties["city"].where(parties["city"].notna(), None).to_numpy(),
         "country": np.where(country > 0, country, -1)},
    )  # fmt: skip
    yield from _party_categories(customers)
    terms = pd.Index(TERMS)
    term_ids = np.r_[
        terms.get_indexer(customers["terms_days"]), terms.get_indexer(suppliers["terms_days"])
    ] + 1  # fmt: skip
    party = np.r_[customers["party"].to_numpy(), suppliers["party"].to_numpy()]
    is_customer = np.arange(len(party)) < len(customers)
    ids = np.arange(1, len(party) + 1)
    yield (
        "party_party_payment_term",
        {"id": ids, **_stamp(ids), "party": party,
         "customer_payment_term": np.where(is_customer, term_ids, -1),
         "supplier_payment_term": np.where(is_customer, -1, term_ids)},
    )  # fmt: skip


def _party_categories(customers: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    regions = sorted(customers["region"].unique())
    segments = sorted(customers["segment"].unique())
    names = ["Region", "Segment", *regions, *segments]
    parents = [-1, -1, *(1 for _ in regions), *(2 for _ in segments)]
    ids = np.arange(1, len(names) + 1)
    yield (
        "party_category",
        {"id": ids, **_stamp(ids), "active": 1, "name": names, "parent": np.array(parents)},
    )
    category = np.r_[
        pd.Index(regions).get_indexer(customers["region"]) + 3,
        pd.Index(segments).get_indexer(customers["segment"]) + 3 + len(regions),
    ]
    ids = np.arange(1, len(category) + 1)
    yield (
        "party_party-party_category",
        {"id": ids, **_stamp(ids), "category": category,
         "party": np.tile(customers["party"].to_numpy(), 2)},
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
    entity = accounts["company"].to_numpy() - 1
    ids = account_ids(entity, accounts["code"].astype(np.int64).to_numpy())
    parent = account_ids(entity, accounts["parent"].to_numpy())
    accounts["parent"] = np.where(accounts["parent"] > 0, parent, -1)
    columns = {name: accounts[name].to_numpy() for name in accounts}
    yield (
        "account_account",
        {"id": ids, **_stamp(ids), "closed": 0, "general_ledger_balance": 0, **columns},
    )
    yield from _periods()
    ids = np.arange(1, len(JOURNALS) + 1)
    yield (
        "account_journal",
        {"id": ids, **_stamp(ids), "active": 1, "code": [one[0] for one in JOURNALS],
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
        "id": ids, **_stamp(ids), "active": 1, "company": entity + 1, "name": names,
        "description": names, "type": "percentage", "invoice_account": account,
        "credit_note_account": account, "rate": Money(np.array([one[1] for one in taxes])),
    }  # fmt: skip


def _banks() -> Iterator[tuple[str, Rows]]:
    ids = np.arange(1, len(BANK_ACCOUNTS) + 1)
    entity = np.array([one.entity for one in BANK_ACCOUNTS])
    currency = np.array([ENTITIES[one].currency + 1 for one in entity])
    yield (
        "bank",
        {"id": ids, **_stamp(ids), "party": BANK_PARTY + ids - 1,
         "bic": [one.bic for one in BANK_ACCOUNTS]},
    )  # fmt: skip
    yield (
        "bank_account",
        {"id": ids, **_stamp(ids), "active": 1, "bank": ids, "currency": currency},
    )
    numbers = [one.iban or one.account_number for one in BANK_ACCOUNTS]
    yield (
        "bank_account_number",
        {"id": ids, **_stamp(ids), "active": 1, "account": ids, "sequence": 1, "number": numbers,
         "number_compact": numbers,
         "type": ["iban" if one.iban else "other" for one in BANK_ACCOUNTS]},
    )  # fmt: skip
    yield (
        "bank_account-party_party",
        {"id": ids, **_stamp(ids), "account": ids, "owner": ENTITY_PARTY + entity},
    )
    codes = np.array([one.ledger_code for one in BANK_ACCOUNTS])
    first_bank = [journal[0] for journal in JOURNALS].index("BANK1")
    yield (
        "account_statement_journal",
        {"id": ids, **_stamp(ids), "active": 1, "account": account_ids(entity, codes),
         "bank_account": ids, "company": entity + 1, "currency": currency,
         "journal": ids + first_bank, "name": [one.bank_name for one in BANK_ACCOUNTS],
         "validation": "balance"},
    )  # fmt: skip
    yield (
        "account_payment_journal",
        {"id": ids, **_stamp(ids), "active": 1, "company": entity + 1, "currency": currency,
         "name": [f"Transfers {one.bank_name}" for one in BANK_ACCOUNTS],
         "process_method": "manual"},
    )  # fmt: skip


def _products(products: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    categories = sorted(products["category"].unique())
    names = ["Product line", "Category", *PRODUCT_LINES, "Raw materials", *categories]
    lines = len(PRODUCT_LINES) + 1
    parents = np.r_[-1, -1, np.repeat(1, lines), np.repeat(2, len(categories))]
    ids = np.arange(1, len(names) + 1)
    yield (
        "product_category",
        {"id": ids, **_stamp(ids), "name": names, "parent": parents, "accounting": 0},
    )
    one_id = np.array([1])
    yield ("product_uom_category", {"id": one_id, **_stamp(one_id), "name": ["Units"]})
    yield (
        "product_uom",
        {"id": one_id, **_stamp(one_id), "active": 1, "category": 1, "digits": 0, "factor": 1.0,
         "rate": 1.0, "rounding": 1.0, "name": "Unit", "symbol": "u"},
    )  # fmt: skip
    size, raws = len(products), len(RAW_MATERIALS)
    codes = [*products["product_code"], *(one[0] for one in RAW_MATERIALS)]
    is_made = np.r_[products["is_made"].to_numpy(), np.zeros(raws, dtype=bool)]
    is_raw = np.arange(size + raws) >= size
    ids = np.arange(1, size + raws + 1)
    yield (
        "product_template",
        {"id": ids, **_stamp(ids), "active": 1, "code": codes, "consumable": 0, "default_uom": 1,
         "name": [*products["name"], *(one[1] for one in RAW_MATERIALS)], "type": "goods",
         "producible": is_made, "purchasable": ~is_made, "purchase_uom": 1, "salable": ~is_raw,
         "sale_uom": 1},
    )  # fmt: skip
    yield (
        "product_product",
        {"id": ids, **_stamp(ids), "active": 1, "code": codes, "template": ids},
    )
    line = np.r_[products["line"].to_numpy() + 3, np.repeat(lines + 2, raws)]
    category = pd.Index(categories).get_indexer(products["category"]) + lines + 3
    link = np.arange(1, 2 * size + raws + 1)
    yield (
        "product_template-product_category",
        {"id": link, **_stamp(link), "category": np.r_[line, category],
         "template": np.r_[ids, ids[:size]]},
    )  # fmt: skip
    raw_cost = np.array([one[2] for one in RAW_MATERIALS])
    zero = np.zeros(raws, dtype=np.int64)
    costs = [np.r_[products["cost_cents_0"].to_numpy(), raw_cost],
             np.r_[products["cost_cents_1"].to_numpy(), zero],
             np.r_[products["cost_cents_2"].to_numpy(), zero]]  # fmt: skip
    prices = [np.r_[products[f"list_{CURRENCIES[one.currency].lower()}_cents"].to_numpy(), zero]
              for one in ENTITIES]  # fmt: skip
    three = np.arange(1, 3 * (size + raws) + 1)
    company = np.repeat([1, 2, 3], size + raws)
    yield (
        "product_cost_price",
        {"id": three, **_stamp(three), "company": company, "product": np.tile(ids, 3),
         "cost_price": Money(np.concatenate(costs))},
    )  # fmt: skip
    yield (
        "product_list_price",
        {"id": three, **_stamp(three), "company": company, "template": np.tile(ids, 3),
         "list_price": Money(np.concatenate(prices))},
    )  # fmt: skip
    yield ("stock_location", _locations())


def _locations() -> Rows:
    rows = [
        (WAREHOUSE, "WH", "Warehouse", "warehouse", -1), (INPUT, "IN", "Input zone", "storage", 1),
        (OUTPUT, "OUT", "Output zone", "storage", 1), (STORAGE, "STO", "Storage zone", "storage", 1),
        (SUPPLIERS, "SUP", "Supplier", "supplier", -1), (CUSTOMERS, "CUS", "Customer", "customer", -1),
        (LOST, "L&F", "Lost and found", "lost_found", -1),
        (PRODUCTION, "PROD", "Production", "production", 1),
    ]  # fmt: skip
    ids = np.array([row[0] for row in rows])
    return {
        "id": ids, **_stamp(ids), "active": 1, "code": [row[1] for row in rows],
        "name": [row[2] for row in rows], "type": [row[3] for row in rows],
        "parent": np.array([row[4] for row in rows]), "flat_childs": 0,
        "input_location": np.array([2, -1, -1, -1, -1, -1, -1, -1]),
        "output_location": np.array([3, -1, -1, -1, -1, -1, -1, -1]),
        "storage_location": np.array([4, -1, -1, -1, -1, -1, -1, -1]),
        "production_location": np.array([8, -1, -1, -1, -1, -1, -1, -1]),
    }  # fmt: skip
