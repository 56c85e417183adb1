"""Products, raw materials, their costs and their prices.

**Belongs here:** what is sold, made and bought, at which standard cost and list price.
**Keep out:** quantities in stock and in orders.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.exchange_rates import CNY, CURRENCIES, EUR, USD
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import Ints

PRODUCT_LINES = ("Sensors", "Controllers", "Drives", "Edge gateways")
LAUNCHED_LINE = 3
LAUNCH_MONTH = 16
"""Edge gateways go on sale in 2025-03."""
PRODUCTS_PER_LINE = (40, 32, 28, 20)
_PRICE_RANGE = ((280, 1_400), (1_500, 5_500), (2_400, 11_000), (1_200, 4_200))
_CATEGORIES = (
    ("Pressure sensors", "Temperature sensors", "Flow sensors", "Vision sensors"),
    ("Compact controllers", "Modular controllers", "Motion controllers"),
    ("Servo drives", "Frequency drives", "Soft starters"),
    ("4G gateways", "5G gateways"),
)
_UNITS_PER_CNY = {CNY: 1.0, EUR: 1 / 7.72, USD: 1 / 7.28, 3: 1 / 8.95}
_ABROAD_MARKUP = 1.38
_COST_SHARE = 0.60
_TRANSFER_SHARE = 0.79
_MATERIAL_SHARE = 0.72
RAW_MATERIALS = (
    ("RM-PCB", "Printed circuit boards", 1_800), ("RM-CHIP", "Microcontrollers", 2_600),
    ("RM-CASE", "Aluminium housings", 3_500), ("RM-CABLE", "Cable sets", 900),
    ("RM-MOTOR", "Motor windings", 6_000), ("RM-SENS", "Sensor elements", 2_200),
)  # fmt: skip
"""Code, name and standard cost in cents CNY per unit."""
PRICE_RISE_PER_YEAR = 0.012


def make_products(seed: int) -> pd.DataFrame:
    """Make the 120 products.

    Returns:
        One row per product, position = index: product_code, name, line, product_line, category,
        list_<cny|eur|usd|gbp>_cents (2023 list prices), cost_cents_<0|1|2> (standard cost per
        entity in its functional currency; for subsidiaries the transfer price), launched_date,
        popularity (within its line), is_made, raw_material (position), raw_quantity (units per
        product), supplier (position among goods suppliers, -1 for made products).
    """
    random = stream(seed, "products")
    line = np.repeat(np.arange(4), PRODUCTS_PER_LINE)
    size = len(line)
    number = np.concatenate([np.arange(1, count + 1) for count in PRODUCTS_PER_LINE])
    low = np.array([pair[0] for pair in _PRICE_RANGE])[line]
    high = np.array([pair[1] for pair in _PRICE_RANGE])[line]
    price = np.exp(random.uniform(np.log(low), np.log(high)))
    list_cny = (np.round(price / 5) * 5 * 100).astype(np.int64)
    is_made = random.random(size) < 0.55
    raw = random.integers(0, len(RAW_MATERIALS), size)
    raw_cost = np.array([row[2] for row in RAW_MATERIALS])[raw]
    target = list_cny * _COST_SHARE * random.uniform(0.94, 1.06, size)
    raw_quantity = np.maximum(1, np.rint(target * _MATERIAL_SHARE / raw_cost)).astype(np.int64)
    made_cost = np.rint(raw_quantity * raw_cost / _MATERIAL_SHARE).astype(np.int64)
    cost = np.where(is_made, made_cost, np.rint(target).astype(np.int64))
    cost = np.minimum(cost, (list_cny * 0.68).astype(np.int64))
    # A made product must cost at least its material; small ones take one unit of a cheaper kind.
    too_small = is_made & (raw_quantity * raw_cost > cost * 0.9)
    is_made &= ~too_small
    categories = [
        _CATEGORIES[one][(n - 1) % len(_CATEGORIES[one])]
        for one, n in zip(line, number, strict=True)
    ]
    codes = [
        f"{PRODUCT_LINES[one][:2].upper()}-{n:03d}" for one, n in zip(line, number, strict=True)
    ]
    transfer = list_cny * _TRANSFER_SHARE
    frame = pd.DataFrame(
        {
            "product_code": codes,
            "name": [
                f"{category[:-1]} {code.replace('-', '')}"
                for category, code in zip(categories, codes, strict=True)
            ],
            "line": line,
            "product_line": np.array(PRODUCT_LINES, dtype=object)[line],
            "category": categories,
            "cost_cents_0": cost,
            "cost_cents_1": np.rint(transfer * _UNITS_PER_CNY[EUR]).astype(np.int64),
            "cost_cents_2": np.rint(transfer * _UNITS_PER_CNY[USD]).astype(np.int64),
            "launched_date": np.where(
                line == LAUNCHED_LINE,
                np.datetime64("2025-03-01", "s"),
                np.datetime64("2019-01-01", "s"),
            ),
            "popularity": random.lognormal(0, 0.8, size),
            "is_made": is_made,
            "raw_material": np.where(is_made, raw, -1),
            "raw_quantity": np.where(is_made, raw_quantity, 0),
            "supplier": np.where(is_made, -1, random.integers(0, 14, size)),
        }
    )
    for currency, code in enumerate(CURRENCIES):
        markup = 1.0 if currency == CNY else _ABROAD_MARKUP
        exact = list_cny * _UNITS_PER_CNY[currency] * markup
        frame[f"list_{code.lower()}_cents"] = np.rint(exact / 100).astype(np.int64) * 100
    return frame


def list_prices(products: pd.DataFrame) -> Ints:
    """Give list prices as an array [product, currency] in cents of the currency."""
    return np.column_stack(
        [products[f"list_{code.lower()}_cents"].to_numpy(np.int64) for code in CURRENCIES]
    )


def standard_costs(products: pd.DataFrame) -> Ints:
    """Give standard costs as an array [entity, product] in cents of functional currency."""
    return np.vstack([products[f"cost_cents_{entity}"].to_numpy(np.int64) for entity in range(3)])
