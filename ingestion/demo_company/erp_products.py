"""Products and stock locations of the ERP database.

**Belongs here:** product_* and stock_location rows.
**Keep out:** stock moves (`erp_stock`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import ENTITIES
from ingestion.demo_company.erp_masters import (
    CUSTOMERS,
    INPUT,
    LOST,
    OUTPUT,
    PRODUCTION,
    STORAGE,
    SUPPLIERS,
    WAREHOUSE,
    stamp,
)
from ingestion.demo_company.erp_tables import Money, Rows
from ingestion.demo_company.exchange_rates import CURRENCIES
from ingestion.demo_company.products import PRODUCT_LINES, RAW_MATERIALS


def product_tables(products: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    """Give product tables and stock locations."""
    categories = sorted(products["category"].unique())
    names = ["Product line", "Category", *PRODUCT_LINES, "Raw materials", *categories]
    lines = len(PRODUCT_LINES) + 1
    parents = np.r_[-1, -1, np.repeat(1, lines), np.repeat(2, len(categories))]
    ids = np.arange(1, len(names) + 1)
    yield (
        "product_category",
        {"id": ids, **stamp(ids), "name": names, "parent": parents, "accounting": parents == 2},
    )
    one_id = np.array([1])
    yield ("product_uom_category", {"id": one_id, **stamp(one_id), "name": ["Units"]})
    yield (
        "product_uom",
        {"id": one_id, **stamp(one_id), "active": 1, "category": 1, "digits": 0, "factor": 1.0,
         "rate": 1.0, "rounding": 1.0, "name": "Unit", "symbol": "u"},
    )  # fmt: skip
    size, raws = len(products), len(RAW_MATERIALS)
    codes = [*products["product_code"], *(one[0] for one in RAW_MATERIALS)]
    is_made = np.r_[products["is_made"].to_numpy(), np.zeros(raws, dtype=bool)]
    is_raw = np.arange(size + raws) >= size
    ids = np.arange(1, size + raws + 1)
    category = pd.Index(categories).get_indexer(pd.Index(products["category"])) + lines + 3
    yield (
        "product_template",
        {"id": ids, **stamp(ids), "active": 1, "code": codes, "consumable": 0, "default_uom": 1,
         "name": [*products["name"], *(one[1] for one in RAW_MATERIALS)], "type": "goods",
         "account_category": np.r_[category, np.repeat(-1, raws)], "producible": is_made,
         "purchasable": ~is_made, "purchase_uom": 1, "salable": ~is_raw, "sale_uom": 1},
    )  # fmt: skip
    yield (
        "product_product",
        {"id": ids, **stamp(ids), "active": 1, "code": codes, "template": ids},
    )
    line = np.r_[products["line"].to_numpy() + 3, np.repeat(lines + 2, raws)]
    yield (
        "product_template-product_category",
        {"id": ids, **stamp(ids), "category": line,
         "template": ids},
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
        {"id": three, **stamp(three), "company": company, "product": np.tile(ids, 3),
         "cost_price": Money(np.concatenate(costs))},
    )  # fmt: skip
    yield (
        "product_list_price",
        {"id": three, **stamp(three), "company": company, "template": np.tile(ids, 3),
         "list_price": Money(np.concatenate(prices))},
    )  # fmt: skip
    yield ("stock_location", _locations())


def _locations() -> Rows:
    rows = [
        (WAREHOUSE, "WH", "Warehouse", "warehouse", -1), (INPUT, "IN", "Input zone", "storage", 1),
        (OUTPUT, "OUT", "Output zone", "storage", 1),
        (STORAGE, "STO", "Storage zone", "storage", 1),
        (SUPPLIERS, "SUP", "Supplier", "supplier", -1),
        (CUSTOMERS, "CUS", "Customer", "customer", -1),
        (LOST, "L&F", "Lost and found", "lost_found", -1),
        (PRODUCTION, "PROD", "Production", "production", 1),
    ]  # fmt: skip
    ids = np.array([row[0] for row in rows])
    return {
        "id": ids, **stamp(ids), "active": 1, "code": [row[1] for row in rows],
        "name": [row[2] for row in rows], "type": [row[3] for row in rows],
        "parent": np.array([row[4] for row in rows]), "flat_childs": 0,
        "input_location": np.array([2, -1, -1, -1, -1, -1, -1, -1]),
        "output_location": np.array([3, -1, -1, -1, -1, -1, -1, -1]),
        "storage_location": np.array([4, -1, -1, -1, -1, -1, -1, -1]),
        "production_location": np.array([8, -1, -1, -1, -1, -1, -1, -1]),
    }  # fmt: skip
