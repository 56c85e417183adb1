"""Income beside sales: scrap sold each quarter and a yearly subsidy.

**Belongs here:** receipts that belong to no customer invoice.
**Keep out:** interest (`loans`).
"""

from __future__ import annotations

import numpy as np

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.running_costs import trend_sales
from ingestion.demo_company.timeline import MONTHS, Days, Ints, month_start, next_business_day

_SCRAP_SHARE = 0.004
_SUBSIDY_SHARE = 0.02


def post_other_income(ledger: Ledger, factor: float, seed: int) -> None:
    """Post the parent's scrap sales (other income) and subsidies (non-operating income)."""
    random = stream(seed, "other income")
    sales = trend_sales(factor)[PARENT]
    calendar = MONTHS.astype(np.int64) % 12 + 1
    quarters = np.flatnonzero(np.isin(calendar, (2, 5, 8, 11)))
    scrap = sales[quarters] * _SCRAP_SHARE * 3 * random.uniform(0.7, 1.3, len(quarters))
    days = next_business_day(month_start(MONTHS[quarters]) + 17)
    _receive(ledger, days, np.rint(scrap).astype(np.int64), chart.OTHER_INCOME,
             "Sale of scrap", "上海绿源再生资源有限公司", "废料款")  # fmt: skip
    grants = np.flatnonzero(calendar == 7)
    amount = np.rint(sales[grants] * _SUBSIDY_SHARE * 12 / 10).astype(np.int64)
    days = next_business_day(month_start(MONTHS[grants]) + 9)
    _receive(ledger, days, amount, chart.NON_OPERATING_INCOME,
             "Subsidy for research", "上海市科学技术委员会", "科技创新补贴")  # fmt: skip


def _receive(
    ledger: Ledger, days: Days, cents: Ints, account: int, text: str, payer: str, remittance: str
) -> None:
    each = np.arange(len(days))
    bank = ENTITIES[PARENT].main_bank_code
    ledger.post(
        source=text, entity=PARENT, dates=days, journal="BANK", origin_kind="", origin=-1,
        description=text, lines=[Lines(each, bank, cents), Lines(each, account, -cents)],
        bank=[BankDetails(each, bank, 0, payer, "", remittance)],
    )  # fmt: skip
