"""Year ends: profit and loss moves to retained earnings; the parent pays a dividend.

**Belongs here:** closing journals of closed years and the use of profit.
**Keep out:** everything that makes the profit.
"""

from __future__ import annotations

import numpy as np

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.taxes import monthly_matrix
from ingestion.demo_company.timeline import MONTHS, next_business_day

CLOSED_YEARS = (2023, 2024, 2025)
_DIVIDEND_PERCENT = 35


def close_years(ledger: Ledger) -> None:
    """Post one closing journal per entity and closed year, and dividends of the years before."""
    accounts = sorted(chart.INCOME_STATEMENT_CODES)
    moved = monthly_matrix(ledger, accounts)
    years = MONTHS.astype("datetime64[Y]").astype(int) + 1970
    for year in CLOSED_YEARS:
        for entity in range(len(ENTITIES)):
            totals = np.array([moved[account][entity, years == year].sum() for account in accounts])
            profit = -int(totals.sum())
            size = np.zeros(len(accounts), dtype=np.int64)
            ledger.post(
                source="year end", entity=entity, dates=np.array([np.datetime64(f"{year}-12-31")]),
                journal="CLOSE", origin_kind="", origin=-1,
                description=f"Profit of {year} to retained earnings",
                lines=[Lines(size, np.array(accounts), -totals),
                       Lines(size[:1], chart.RETAINED_EARNINGS, -np.array([profit]))],
            )  # fmt: skip
            if entity == PARENT and profit > 0 and year > CLOSED_YEARS[0]:
                _pay_dividend(ledger, year + 1, profit * _DIVIDEND_PERCENT // 100)


def _pay_dividend(ledger: Ledger, year: int, cents: int) -> None:
    day = next_business_day(np.array([np.datetime64(f"{year}-06-20")]))
    zero = np.zeros(1, dtype=np.int64)
    bank = ENTITIES[PARENT].main_bank_code
    amount = np.array([cents])
    ledger.post(
        source="dividend", entity=PARENT, dates=day, journal="BANK", origin_kind="", origin=-1,
        description=f"Dividend for {year - 1}",
        lines=[Lines(zero, bank, -amount), Lines(zero, chart.RETAINED_EARNINGS, amount)],
        bank=[BankDetails(zero, bank, 0, "联账控股有限公司", "", "股利")],
    )  # fmt: skip
