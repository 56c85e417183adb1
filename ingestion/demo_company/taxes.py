"""Value added tax settled monthly, surcharges and income tax.

**Belongs here:** what is owed from the ledger's own balances, and its payment.
**Keep out:** tax on single documents (`invoices`, `bills`).
"""

from __future__ import annotations

import numpy as np

from ingestion.demo_company import chart
from ingestion.demo_company.entities import ENTITIES, PARENT
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.timeline import MONTHS, Ints, month_end, month_start, next_business_day

_SURCHARGE_PERCENT = 12
_AUTHORITIES = ("国家税务总局上海市税务局", "Finanzamt Hamburg", "Internal Revenue Service")
_SIZE = len(MONTHS)


def monthly_matrix(ledger: Ledger, accounts: list[int]) -> dict[int, Ints]:
    """Give posted movements by account as arrays [entity, month] of the books' months."""
    moved = ledger.monthly_balances(accounts)
    moved = moved[moved["month"] < _SIZE]
    result = {}
    for account in accounts:
        mine = moved[moved["account"] == account]
        matrix = np.zeros((len(ENTITIES), _SIZE), dtype=np.int64)
        np.add.at(
            matrix, (mine["entity"].to_numpy(), mine["month"].to_numpy()), mine["cents"].to_numpy()
        )
        result[account] = matrix
    return result


def post_value_added_tax(ledger: Ledger) -> None:
    """Settle each month on the fifteenth of the next; too much input tax is carried forward."""
    moved = monthly_matrix(ledger, [chart.OUTPUT_VAT, chart.INPUT_VAT])
    for entity in range(len(ENTITIES)):
        output = -moved[chart.OUTPUT_VAT][entity]
        bought = moved[chart.INPUT_VAT][entity]
        paid = np.zeros(_SIZE, dtype=np.int64)
        used = np.zeros(_SIZE, dtype=np.int64)
        carried = 0
        for month in range(_SIZE):
            carried += int(bought[month])
            used[month] = max(0, min(carried, int(output[month])))
            paid[month] = output[month] - used[month]
            carried -= int(used[month])
        months = np.flatnonzero(output[:-1])
        days = next_business_day(month_start(MONTHS[months] + 1) + 14)
        surcharge = paid * _SURCHARGE_PERCENT // 100 if entity == PARENT else paid * 0
        _pay(
            ledger, entity, days, (paid + surcharge)[months], "VAT settlement",
            [(chart.OUTPUT_VAT, output[months]), (chart.INPUT_VAT, -used[months]),
             (chart.TAXES_AND_SURCHARGES, surcharge[months])],
        )  # fmt: skip


def post_income_tax(ledger: Ledger) -> None:
    """Accrue tax on the year's profit each month and pay it after each quarter."""
    accounts = sorted(chart.INCOME_STATEMENT_CODES)
    moved = monthly_matrix(ledger, accounts)
    profit = -np.sum([moved[account] for account in accounts], axis=0)
    opening = monthly_matrix(ledger, [chart.INCOME_TAX_PAYABLE])[chart.INCOME_TAX_PAYABLE]
    years = MONTHS.astype("datetime64[Y]").astype(int)
    calendar = MONTHS.astype(int) % 12 + 1
    each = np.arange(_SIZE)
    for entity, one in enumerate(ENTITIES):
        accrual = np.zeros(_SIZE, dtype=np.int64)
        for year in np.unique(years):
            mine = years == year
            owed = np.maximum(np.cumsum(profit[entity, mine]), 0) * one.income_tax_percent // 100
            accrual[mine] = np.diff(np.r_[0, owed])
        ledger.post(
            source="income tax", entity=entity, dates=month_end(MONTHS), journal="MISC",
            origin_kind="", origin=-1, description="Income tax of the month",
            lines=[Lines(each, chart.INCOME_TAX_EXPENSE, accrual),
                   Lines(each, chart.INCOME_TAX_PAYABLE, -accrual)],
        )  # fmt: skip
        due = np.flatnonzero(np.isin(calendar, (1, 4, 7, 10)))
        owed = np.cumsum(accrual)[due - 1] - opening[entity, 0]
        paid = np.zeros(len(due), dtype=np.int64)
        total = 0
        for position, amount in enumerate(owed.tolist()):
            paid[position] = max(0, amount - total)
            total += int(paid[position])
        days = next_business_day(month_start(MONTHS[due]) + 14)
        _pay(ledger, entity, days, paid, "Income tax", [(chart.INCOME_TAX_PAYABLE, paid)])


def _pay(
    ledger: Ledger,
    entity: int,
    days: np.ndarray,
    cents: Ints,
    text: str,
    lines: list[tuple[int, Ints]],
) -> None:
    """Post what is settled; months in which nothing is paid leave no bank line."""
    bank = ENTITIES[entity].main_bank_code
    for book, chosen in (("BANK", cents > 0), ("MISC", cents == 0)):
        mine = np.flatnonzero(chosen)
        if book == "MISC":
            mine = mine[np.any([amount[mine] != 0 for _, amount in lines], axis=0)]
        each = np.arange(len(mine))
        ledger.post(
            source=text, entity=entity, dates=days[mine], journal=book, origin_kind="",
            origin=-1, description=text,
            lines=[Lines(each, bank, -cents[mine]),
                   *(Lines(each, account, amount[mine]) for account, amount in lines)],
            bank=[BankDetails(each, bank, 0, _AUTHORITIES[entity], "", text)]
            if book == "BANK" else None,
        )  # fmt: skip
