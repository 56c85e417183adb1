"""Services of a quarter that nobody has billed yet: accrued at its end, reversed on the next day.

**Belongs here:** the accrual of each quarter end and its reversal.
**Keep out:** the bills, which come in the months after (`running_costs`).
"""

from __future__ import annotations

import numpy as np

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.running_costs import trend_sales
from ingestion.demo_company.timeline import MONTHS, month_end, month_start

_SHARE = 0.006
"""Audit, advice and energy not yet billed, of a month's trend sales."""


def post_accruals(ledger: Ledger, factor: float) -> None:
    """Post the accruals of every quarter end and take them back on the first of the next month."""
    sales = trend_sales(factor)
    quarters = np.flatnonzero(np.isin(MONTHS.astype(np.int64) % 12 + 1, (3, 6, 9, 12)))
    each = np.arange(len(quarters))
    for entity in range(len(ENTITIES)):
        owed = np.rint(sales[entity, quarters] * _SHARE).astype(np.int64)
        accrued = ledger.post(
            source="accrual", entity=entity, dates=month_end(MONTHS[quarters]), journal="MISC",
            origin_kind="", origin=-1, description="Services of the quarter, not yet billed",
            lines=[Lines(each, chart.OTHER_ADMIN, owed), Lines(each, chart.OTHER_PAYABLES, -owed)],
        )  # fmt: skip
        ledger.reverse(
            accrued,
            month_start(MONTHS[quarters] + 1),
            "Reversal of services of the quarter, not yet billed",
        )
