"""Writes the demo company's budgets and sales targets as its controllers keep them.

**Belongs here**: budgets from last year's movements with growth, targets from last year's orders,
and the layout of both files.

**Keep out**: how files are read (`sources.plans`).

Money in budgets is whole currency units: controllers plan no cents. Every plan version has all
twelve months of its year, also where the business is not there yet.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import xlsxwriter

from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.entities import ENTITIES
from ingestion.demo_company.random_streams import stream

PLAN_YEARS: Final = (2024, 2025, 2026)
# Entity → currency its books are kept in.
ENTITY_CURRENCIES: Final = {"LH-CN": "CNY", "LH-EU": "EUR", "LH-US": "USD"}
_REVENUE_GROWTH: Final = {"LH-CN": 0.10, "LH-EU": 0.07, "LH-US": 0.14}
_COST_GROWTH: Final = 0.05
_TARGET_STRETCH: Final = 1.12
_MADE: Final = dt.datetime(2026, 10, 31, tzinfo=dt.UTC).replace(tzinfo=None)


def write_plan_files(company: DemoCompany, folder: Path) -> list[Path]:
    """Write `<folder>/plans/budget_<year>.xlsx` and `sales_targets_<year>.csv`.

    Returns:
        The files, in order of name. The same company gives the same bytes.
    """
    target = folder / "plans"
    target.mkdir(parents=True, exist_ok=True)
    random = stream(company.seed, "plans")
    written = []
    for year in PLAN_YEARS:
        budget = target / f"budget_{year}.xlsx"
        _write_budget(budget, year, budget_of(company, year, random))
        targets = target / f"sales_targets_{year}.csv"
        _write_targets(targets, year, targets_of(company, year, random))
        written += [budget, targets]
    return sorted(written)


def budget_of(company: DemoCompany, year: int, random: np.random.Generator) -> pd.DataFrame:
    """Plan a year: last year's movement of each account and month, grown and rounded.

    The first budget has no whole year before it: it is approved after the first quarter, and
    months nobody has seen yet are planned at the average month so far.

    Returns:
        One row per entity and account; columns entity_code, account_code and 1…12, whole units of
        the entity's currency, profit-signed.
    """
    moves = company.account_movements
    entity_growth = moves["entity_code"].map(_REVENUE_GROWTH).to_numpy()
    growth = np.where(moves["profit_signed_cents"] > 0, entity_growth, _COST_GROWTH)
    moves = moves.assign(
        units=moves["profit_signed_cents"] / 100 * (1 + growth),
        year=moves["fiscal_period"].str[:4].astype(int),
        month=moves["fiscal_period"].str[5:].astype(int),
    )
    before = moves[moves["year"] == year - 1]
    keys = ["entity_code", "account_code"]
    known = before.pivot_table(index=keys, columns="month", values="units", aggfunc="sum")
    is_first_year = before["month"].nunique() < 12
    base = moves[moves["fiscal_period"] <= f"{year}-03"] if is_first_year else before
    totals = base.groupby(keys)["units"].sum()
    plan = known.reindex(index=totals.index, columns=range(1, 13))
    if is_first_year:
        average = totals / base["fiscal_period"].nunique()
        plan = plan.apply(lambda column: column.fillna(average))
    varied = plan.fillna(0.0) * random.normal(1.0, 0.02, plan.shape)
    # Controllers plan in hundreds.
    return pd.DataFrame(varied.div(100).round().mul(100).astype("int64")).reset_index()


def targets_of(company: DemoCompany, year: int, random: np.random.Generator) -> pd.DataFrame:
    """Set a year's targets: each representative's average month of orders, stretched, seasonal.

    Returns:
        One row per representative and month: rep_number, fiscal_period, target (whole units),
        currency_code (of the representative's entity).
    """
    orders = company.orders[company.orders["state"] != "cancelled"]
    order_years = pd.DatetimeIndex(orders["order_date"]).year
    past = orders[order_years < year] if (order_years < year).sum() > 200 else orders
    span = pd.PeriodIndex(past["order_date"], freq="M")
    months = max(1, span.nunique())
    own = past["entity_code"].map(ENTITY_CURRENCIES) == past["currency_code"]
    # Orders in foreign currencies are planned at the size of the home ones.
    monthly = past[own].groupby("rep_number")["net_cents"].sum() / 100 / months
    season = 1 + 0.12 * np.sin((np.arange(12) - 3) / 12 * 2 * np.pi)
    rows = []
    for rep_number, entity_code in zip(
        company.reps["rep_number"], company.reps["entity_code"], strict=True
    ):
        level = float(monthly.get(rep_number, monthly.median())) * _TARGET_STRETCH
        for month in range(12):
            amount = level * season[month] * float(random.normal(1.0, 0.03))
            rows.append(
                {
                    "rep_number": rep_number,
                    "fiscal_period": f"{year}-{month + 1:02d}",
                    "target": max(1_000, round(amount / 1_000) * 1_000),
                    "currency_code": ENTITY_CURRENCIES[entity_code],
                }
            )
    return pd.DataFrame(rows)


def _write_budget(path: Path, year: int, plan: pd.DataFrame) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": _MADE})
        bold = workbook.add_format({"bold": True})
        money = workbook.add_format({"num_format": "#,##0"})
        for entity in ENTITIES:
            rows = plan[plan["entity_code"] == entity.code]
            sheet = workbook.add_worksheet(entity.code)
            sheet.write_row(0, 0, ["Plan version", f"B{year}"], bold)
            sheet.write_row(1, 0, ["Entity", entity.code])
            sheet.write_row(2, 0, ["Currency", ENTITY_CURRENCIES[entity.code]])
            header = ["Account", *(f"{year}-{month:02d}" for month in range(1, 13)), "Total"]
            sheet.write_row(4, 0, header, bold)
            line = 5
            for row in rows.to_numpy().tolist():
                amounts = [int(amount) for amount in row[2:]]
                sheet.write_string(line, 0, str(row[1]))
                for column, amount in enumerate(amounts, start=1):
                    sheet.write_number(line, column, amount, money)
                formula = f"=SUM(B{line + 1}:M{line + 1})"
                sheet.write_formula(line, 13, formula, money, sum(amounts))
                line += 1
            _write_total_row(sheet, line, rows, money)


def _write_total_row(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, rows: pd.DataFrame, money: object
) -> None:
    sheet.write_string(line, 0, "Total")
    for month in range(1, 13):
        letter = "ABCDEFGHIJKLM"[month]
        total = int(rows[month].sum())
        sheet.write_formula(line, month, f"=SUM({letter}6:{letter}{line})", money, total)


def _write_targets(path: Path, year: int, targets: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(
            ["plan_version", "sales_rep_number", "fiscal_period", "target_amount", "currency_code"]
        )
        for row in targets.itertuples(index=False):
            writer.writerow(
                [
                    f"B{year}",
                    row.rep_number,
                    row.fiscal_period,
                    f"{row.target}.00",
                    row.currency_code,
                ]
            )
