"""What it costs to run the entities: bills for services, payroll, rent and depreciation.

**Belongs here:** amounts of running costs, their bills and their month-end journals.
**Keep out:** cost of goods, expense claims, loans and taxes.

Costs follow the trend of sales (no season), so that margins are plausible at any size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.demand import LINE_VALUE, MONTHS_BEFORE, expected_lines
from ingestion.demo_company.entities import ENTITIES, PARENT
from ingestion.demo_company.exchange_rates import CNY, EUR, USD
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import (
    LAST,
    MONTHS,
    Floats,
    Ints,
    month_end,
    month_start,
    next_business_day,
)

_PER_CNY = {CNY: 1.0, EUR: 1 / 7.72, USD: 1 / 7.28}
_PRICE_ABROAD = 1.0
SERVICE_VAT_PERCENT = (6, 19, 0)
# share of trend sales per entity: parent, Europe, America
PAYROLL_SHARES = {
    chart.SALES_PAYROLL: (0.076, 0.075, 0.075),
    chart.ADMIN_PAYROLL: (0.067, 0.060, 0.060),
    chart.COST_OF_SALES: (0.094, 0.0, 0.0),
}
_RENT_SHARE = (0.018, 0.022, 0.022)
_MARKETING_SHARE = (0.038, 0.040, 0.040)
_FREIGHT_SHARE = (0.022, 0.028, 0.028)
_OTHER_SHARE = (0.035, 0.030, 0.030)
_EQUIPMENT_SHARE = (0.012, 0.006, 0.006)
DEPRECIATION_MONTHS = 84
OPENING_FIXED_ASSETS = (14_400_000, 300_000, 240_000)
"""Cost of fixed assets when the books open, in units of functional currency at factor 1."""
OPENING_DEPRECIATION = (5_000_000, 90_000, 60_000)


def trend_sales(factor: float) -> Ints:
    """Give typical monthly third-party sales [entity, month] in functional cents, smoothed."""
    lines = expected_lines(factor)[:, :, MONTHS_BEFORE:].sum(axis=1)
    value = np.empty(lines.shape)
    axis = np.arange(len(MONTHS))
    for entity, one in enumerate(ENTITIES):
        slope, level = np.polyfit(axis, np.log(lines[entity]), 1)
        value[entity] = np.exp(level + slope * axis) * _PER_CNY[one.currency]
    return np.rint(value * LINE_VALUE * 1.22 * 100).astype(np.int64)


def make_service_bills(
    suppliers: pd.DataFrame, factor: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make bills for rent, marketing, freight, administration and equipment.

    Returns:
        bills: by position: entity, party, currency, date, due_date, purchase (-1), account,
        tax_percent. lines: invoice (position), product (-1), quantity, unit_price_cents,
        net_cents, account, purchase_line (-1).
    """
    random = stream(seed, "service bills")
    sales = trend_sales(factor).astype(float)
    parts = []
    for entity in range(3):
        monthly = (
            ("marketing", chart.MARKETING, _MARKETING_SHARE[entity], 0.25),
            ("freight", chart.FREIGHT_OUT, _FREIGHT_SHARE[entity], 0.10),
            ("administration", chart.OTHER_ADMIN, _OTHER_SHARE[entity], 0.15),
        )
        for role, account, share, spread in monthly:
            count = max(1, min(6, round(2 * factor)))
            for _ in range(count):
                amount = sales[entity] * share / count * random.normal(1, spread, len(MONTHS))
                days = next_business_day(month_start(MONTHS) + random.integers(3, 26, len(MONTHS)))
                parts.append(_part(entity, role, account, days, np.maximum(amount, 1_000)))
        quarters = np.flatnonzero(np.isin(MONTHS.astype(int) % 12, (0, 3, 6, 9)))
        rent = monthly_rent(sales[entity], entity)[quarters] * 3
        days = next_business_day(month_start(MONTHS[quarters]))
        parts.append(_part(entity, "rent", chart.PREPAID_EXPENSES, days, rent))
        halves = np.flatnonzero(np.isin(MONTHS.astype(int) % 12, (2, 8)))
        amount = sales[entity, halves] * 6 * _EQUIPMENT_SHARE[entity]
        days = next_business_day(month_start(MONTHS[halves]) + 14)
        parts.append(_part(entity, "equipment", chart.FIXED_ASSETS, days, amount))
    bills = pd.concat(parts, ignore_index=True)
    bills = bills[bills["date"] <= LAST.astype("datetime64[s]")]
    bills = bills.sort_values(["date", "entity", "role"], kind="stable").reset_index(drop=True)
    key = suppliers.set_index(["entity", "role"])[["party", "currency", "terms_days"]]
    key = key[~key.index.duplicated()]
    found = key.loc[list(zip(bills["entity"], bills["role"], strict=True))].reset_index(drop=True)
    net = bills["net_cents"].to_numpy()
    lines = pd.DataFrame(
        {
            "invoice": np.arange(len(bills)),
            "product": -1,
            "quantity": 1,
            "unit_price_cents": net,
            "net_cents": net,
            "account": bills["line_account"],
            "purchase_line": -1,
        }
    )
    bills = bills.assign(
        party=found["party"],
        currency=found["currency"],
        due_date=bills["date"].to_numpy().astype("datetime64[D]") + found["terms_days"].to_numpy(),
        purchase=-1,
        account=chart.TRADE_PAYABLES,
        tax_percent=np.where(
            bills["role"] == "rent", 0, np.array(SERVICE_VAT_PERCENT)[bills["entity"]]
        ),
    )
    return bills.drop(columns=["net_cents", "line_account"]), lines


def _part(entity: int, role: str, account: int, days: np.ndarray, amount: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "entity": entity,
            "role": role,
            "line_account": account,
            "date": days.astype("datetime64[s]"),
            "net_cents": np.rint(amount).astype(np.int64),
        }
    )


def monthly_rent(sales: Floats, entity: int) -> Ints:
    """Give the rent of each month in cents: fixed for a calendar year, raised each January."""
    years = MONTHS.astype("datetime64[Y]").astype(int)
    rent = np.empty(len(MONTHS), dtype=np.int64)
    for year in np.unique(years):
        rent[years == year] = round(sales[years == year][0] * _RENT_SHARE[entity])
    return rent


def opening_prepaid_rent(factor: float) -> Ints:
    """Rent of November and December 2023 per entity, paid before the books open."""
    sales = trend_sales(factor).astype(float)
    return np.array([monthly_rent(sales[entity], entity)[:2].sum() for entity in range(3)])


def monthly_payroll(factor: float) -> dict[int, Ints]:
    """Give payroll [entity, month] in cents by expense account: raised in January, with hiring."""
    sales = trend_sales(factor)
    quarter_start = (np.arange(len(MONTHS)) + 1) // 3 * 3 - 1
    level = sales[:, quarter_start.clip(0)]
    return {
        account: np.rint(level * np.array(shares)[:, None]).astype(np.int64)
        for account, shares in PAYROLL_SHARES.items()
    }


def post_month_ends(ledger: Ledger, fixed_assets_bought: pd.DataFrame, factor: float) -> None:
    """Post payroll, its payment on the tenth, rent of the month and depreciation.

    Args:
        ledger: Where to post.
        fixed_assets_bought: entity, month (position), cents of equipment bills.
        factor: Size of the simulation.
    """
    sales = trend_sales(factor).astype(float)
    payroll = monthly_payroll(factor)
    each = np.arange(len(MONTHS))
    ends = month_end(MONTHS)
    bought = np.zeros((3, len(MONTHS)), dtype=np.int64)
    np.add.at(
        bought,
        (fixed_assets_bought["entity"].to_numpy(), fixed_assets_bought["month"].to_numpy()),
        fixed_assets_bought["cents"].to_numpy(),
    )
    for entity, one in enumerate(ENTITIES):
        total = sum(amounts[entity] for amounts in payroll.values())
        _post(ledger, entity, ends, "Payroll of the month", [
            *(Lines(each, account, amounts[entity]) for account, amounts in payroll.items()),
            Lines(each, chart.PAYROLL_PAYABLE, -np.asarray(total)),
        ])  # fmt: skip
        rent = monthly_rent(sales[entity], entity)
        _post(ledger, entity, ends, "Rent of the month", [
            Lines(each, chart.RENT, rent), Lines(each, chart.PREPAID_EXPENSES, -rent),
        ])  # fmt: skip
        opening = round(OPENING_FIXED_ASSETS[entity] * factor * 100)
        before = np.r_[0, np.cumsum(bought[entity])[:-1]]
        charge = np.rint((opening + before) / DEPRECIATION_MONTHS).astype(np.int64)
        _post(ledger, entity, ends, "Depreciation of the month", [
            Lines(each, chart.DEPRECIATION, charge),
            Lines(each, chart.ACCUMULATED_DEPRECIATION, -charge),
        ])  # fmt: skip
        paid = np.r_[np.asarray(total)[:1], np.asarray(total)[:-1]]
        days = next_business_day(month_start(MONTHS) + 9)
        bank = one.main_bank_code
        ledger.post(
            source="payroll", entity=entity, dates=days, journal="BANK", origin_kind="",
            origin=-1, description="Salaries paid",
            lines=[Lines(each, bank, -paid), Lines(each, chart.PAYROLL_PAYABLE, paid)],
            bank=[BankDetails(each, bank, 0, "工资" if entity == PARENT else "Payroll", "",
                              "代发工资" if entity == PARENT else "Salaries")],
        )  # fmt: skip


def opening_payroll(factor: float) -> Ints:
    """Payroll per entity due when the books open, paid in the first month."""
    return np.array(
        [
            sum(int(amounts[entity, 0]) for amounts in monthly_payroll(factor).values())
            for entity in range(3)
        ]
    )


def _post(
    ledger: Ledger, entity: int, dates: np.ndarray, description: str, lines: list[Lines]
) -> None:
    ledger.post(
        source="month end", entity=entity, dates=dates, journal="MISC", origin_kind="",
        origin=-1, description=description, lines=lines,
    )  # fmt: skip
