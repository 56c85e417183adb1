"""Parties of the ERP database: entities, banks, suppliers, employees and customers.

**Belongs here:** party_* rows.
**Keep out:** companies and employees as such (`erp_masters`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

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
from ingestion.demo_company.erp_masters import COUNTRIES, SET_UP, stamp, term_ids
from ingestion.demo_company.erp_tables import Rows, business_time


def party_tables(customers: pd.DataFrame, suppliers: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    """Give parties, their addresses, categories and payment terms."""
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
        pd.DataFrame({"id": [UNKNOWN_PAYER_PARTY], "code": ["UNKNOWN"], "name": ["Unknown payer"]}),
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
    since = np.maximum(parties["since"].to_numpy().astype("datetime64[D]"), SET_UP)
    since = np.where(np.isnat(since), SET_UP, since)
    created = {"create_uid": 1, "create_date": business_time(since, ids)}
    digits = parties["code"].str.extract(r"(\d+)")[0].astype(float).fillna(-1).astype(np.int64)
    yield (
        "party_party",
        {"id": ids, **created, "active": 1, "code": parties["code"].to_numpy(),
         "code_alnum": parties["code"].to_numpy(), "code_digit": digits.to_numpy(),
         "name": parties["name"].to_numpy()},
    )  # fmt: skip
    country = pd.Index(COUNTRIES).get_indexer(pd.Index(parties["country"])) + 1
    yield (
        "party_address",
        {"id": ids, **created, "active": 1, "party": ids, "sequence": 1, "delivery": 1,
         "invoice": 1, "city": parties["city"].where(parties["city"].notna(), None).to_numpy(),
         "country": np.where(country > 0, country, -1)},
    )  # fmt: skip
    yield from _party_categories(customers)
    terms = np.r_[
        term_ids(customers["terms_days"].to_numpy()), term_ids(suppliers["terms_days"].to_numpy())
    ]
    party = np.r_[customers["party"].to_numpy(), suppliers["party"].to_numpy()]
    is_customer = np.arange(len(party)) < len(customers)
    ids = np.arange(1, len(party) + 1)
    yield (
        "party_party_payment_term",
        {"id": ids, **stamp(ids), "party": party,
         "customer_payment_term": np.where(is_customer, terms, -1),
         "supplier_payment_term": np.where(is_customer, -1, terms)},
    )  # fmt: skip


def _party_categories(customers: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    regions = sorted(customers["region"].unique())
    segments = sorted(customers["segment"].unique())
    names = ["Region", "Segment", *regions, *segments]
    parents = [-1, -1, *(1 for _ in regions), *(2 for _ in segments)]
    ids = np.arange(1, len(names) + 1)
    yield (
        "party_category",
        {"id": ids, **stamp(ids), "active": 1, "name": names, "parent": np.array(parents)},
    )
    category = np.r_[
        pd.Index(regions).get_indexer(customers["region"]) + 3,
        pd.Index(segments).get_indexer(customers["segment"]) + 3 + len(regions),
    ]
    ids = np.arange(1, len(category) + 1)
    yield (
        "party_party-party_category",
        {"id": ids, **stamp(ids), "category": category,
         "party": np.tile(customers["party"].to_numpy(), 2)},
    )  # fmt: skip
