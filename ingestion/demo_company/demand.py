"""The true demand behind the orders: expected order lines per entity, product line and month.

**Belongs here:** trend, season, Chinese New Year, the launch and the big customer's leaving.
**Keep out:** random draws; this is the expectation that forecasts are judged against.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import ENTITIES, EUROPE, PARENT
from ingestion.demo_company.products import LAUNCH_MONTH, LAUNCHED_LINE, PRODUCT_LINES
from ingestion.demo_company.timeline import Floats

LINES_AT_FACTOR_ONE = 15_000
MONTHS_BEFORE = 1
"""Orders of the month before the books open that are still to be delivered when they do."""
LINE_VALUE = 20_000.0
"""Typical net amount of an order line in CNY at the start."""

_ENTITY_SHARE = np.array([0.60, 0.25, 0.15])
_LINE_SHARE = np.array([0.38, 0.30, 0.32, 0.0])
_GROWTH_PER_YEAR = np.array([0.09, 0.13, 0.07])
_SEASON = np.array([0.90, 0.88, 1.06, 1.00, 1.00, 1.05, 0.95, 0.92, 1.06, 1.02, 1.07, 1.09])
_NEW_YEAR_MONTHS = {"2024-02": 0.72, "2025-01": 0.70, "2026-02": 0.70}
_NEW_YEAR_CATCH_UP = {"2024-03": 1.12, "2025-02": 1.10, "2026-03": 1.12}
_BIG_CUSTOMER_SHARE = 0.09
_CHURN_MONTH = 20


def expected_lines(factor: float) -> Floats:
    """Give expected order lines [entity, product line, month]; the first month is 2023-10."""
    months = np.datetime64("2023-11", "M") - MONTHS_BEFORE + np.arange(36 + MONTHS_BEFORE)
    axis = np.arange(len(months)) - MONTHS_BEFORE
    calendar_month = (months.astype(np.int64) % 12).astype(np.int64)
    season = _SEASON[calendar_month]
    trend = (1 + _GROWTH_PER_YEAR[:, None]) ** (axis[None, :] / 12)
    lines = _ENTITY_SHARE[:, None, None] * _LINE_SHARE[None, :, None] * trend[:, None, :]
    ramp = np.clip((axis - LAUNCH_MONTH + 1) / 9, 0, 1) * 0.16
    share_of_launch = np.array([1.0, 0.8, 0.9])
    lines[:, LAUNCHED_LINE, :] = _ENTITY_SHARE[:, None] * share_of_launch[:, None] * ramp * trend
    lines = lines * season
    for name, level in {**_NEW_YEAR_MONTHS, **_NEW_YEAR_CATCH_UP}.items():
        lines[PARENT, :, months == np.datetime64(name, "M")] *= level
        lines[EUROPE, :, months == np.datetime64(name, "M")] *= 1 - (1 - level) * 0.1
    lines[PARENT, :, axis >= _CHURN_MONTH] *= 1 - _BIG_CUSTOMER_SHARE
    return np.asarray(lines * (LINES_AT_FACTOR_ONE * factor / lines[:, :, MONTHS_BEFORE:].sum()))


def true_demand(factor: float) -> pd.DataFrame:
    """Give the expectation as a frame.

    Returns:
        One row per entity, product line and month of the books: entity_code, product_line,
        month_start_date, expected_order_lines.
    """
    lines = expected_lines(factor)[:, :, MONTHS_BEFORE:]
    entity, line, month = np.indices(lines.shape).reshape(3, -1)
    starts = (np.datetime64("2023-11", "M") + month).astype("datetime64[D]")
    return pd.DataFrame(
        {
            "entity_code": np.array([one.code for one in ENTITIES], dtype=object)[entity],
            "product_line": np.array(PRODUCT_LINES, dtype=object)[line],
            "month_start_date": starts.astype("datetime64[s]"),
            "expected_order_lines": lines.reshape(-1),
        }
    )
