"""Budgets and targets as landed: both layouts, corrections, and the demo company's plans."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from landed_projects import current, landed, quarantine, refused_files
from small_company import small_company

from ingestion.demo_company.plan_files import ENTITY_CURRENCIES, write_plan_files
from ingestion.project import Project
from ingestion.sources import plans
from ingestion.sources.plans import PlansSource
from ingestion.sources.plans.plan_cells import month_of

SAMPLES = Path(plans.__file__).parent / "sample"
BUDGET = "raw_plans.budget_lines"
TARGETS = "raw_plans.sales_targets"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("plans")
    write_plan_files(small_company(), folder)
    source = PlansSource(folder=folder / "plans", entity_currencies=ENTITY_CURRENCIES)
    return landed(source, folder / "project")[0]


def test_the_samples_give_their_golden_rows(tmp_path: Path) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    for name in ("budget_2026.xlsx", "sales_targets_2026.csv"):
        shutil.copy(SAMPLES / name, folder)
    project, _ = landed(PlansSource(folder=folder), tmp_path / "project")
    found = {
        "budget_lines": _as_text(
            current(
                project,
                BUDGET,
                "plan_version, entity_code, account_code, fiscal_period, amount, currency_code, "
                "_line",
            )
        ),
        "sales_targets": _as_text(
            current(
                project,
                TARGETS,
                "plan_version, sales_rep_number, fiscal_period, target_amount, currency_code, "
                "_line",
            )
        ),
    }
    golden = SAMPLES / "plans_2026.golden.json"
    assert found == json.loads(golden.read_text(encoding="utf-8"))
    assert quarantine(project) == []


def test_a_long_csv_is_read_like_a_wide_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    shutil.copy(SAMPLES / "budget_2026_long.csv", folder)
    project, _ = landed(PlansSource(folder=folder), tmp_path / "project")
    rows = current(project, BUDGET, "fiscal_period, amount")
    assert rows == [(f"2026-{month:02d}", Decimal(f"{1000 * month}.50")) for month in range(1, 13)]


def test_the_demo_company_plans_every_month_of_three_years(demo: Project) -> None:
    assert quarantine(demo) == []
    assert refused_files(demo) == {}
    rows = current(demo, BUDGET, "plan_version, entity_code, account_code, fiscal_period")
    plan = pd.DataFrame(rows, columns=["version", "entity", "account", "period"])
    months = plan.groupby(["version", "entity", "account"])["period"].nunique()
    assert set(months) == {12}
    assert set(plan["version"]) == {"B2024", "B2025", "B2026"}
    targets = current(demo, TARGETS, "plan_version, sales_rep_number, fiscal_period")
    assert len(targets) == 3 * len(small_company().reps) * 12


def test_a_budget_follows_the_movements_of_the_year_before(demo: Project) -> None:
    moves = small_company().account_movements
    before = moves[moves["fiscal_period"].str.startswith("2025")]
    actual = before.groupby(["entity_code", "account_code"])["profit_signed_cents"].sum() / 100
    rows = current(demo, BUDGET, "entity_code, account_code, plan_version, amount")
    planned = (
        pd.DataFrame(rows, columns=["entity_code", "account_code", "version", "amount"])
        .query("version == 'B2026'")
        .groupby(["entity_code", "account_code"])["amount"]
        .sum()
        .astype(float)
    )
    growth = planned / actual - 1
    assert growth.between(0.0, 0.25).all(), growth


def test_a_corrected_budget_supersedes_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    file = Path(shutil.copy(SAMPLES / "budget_2026_long.csv", folder))
    second = "\n".join(
        line.replace(",6001,", ",6051,") for line in file.read_text().split("\n")[1:]
    )
    file.write_text(file.read_text() + second)
    source = PlansSource(folder=folder)
    project, _ = landed(source, tmp_path / "project")
    assert len(current(project, BUDGET)) == 24
    file.write_text((SAMPLES / file.name).read_text().replace("1000.50", "999.99"))
    project, report = landed(source, tmp_path / "project")
    assert sum(table.deleted_rows for table in report.tables) == 12
    assert current(project, BUDGET, "amount")[0] == (Decimal("999.99"),)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2026-01", "2026-01"),
        ("2026/1", "2026-01"),
        ("202612", "2026-12"),
        ("2026年3月", "2026-03"),
        ("Mar 2026", "2026-03"),
        ("September-2026", "2026-09"),
        ("2026-13", None),
        ("13 2026", None),
        ("Total", None),
        (None, None),
        (2026.0, None),
    ],
)
def test_months_are_read_as_people_write_them(
    written: str | float | None, month: str | None
) -> None:
    assert month_of(written) == month


def _as_text(rows: list) -> list:
    return [[str(value) for value in row] for row in rows]
