"""Expense claims as landed: every layout, corrections, and what the demo company sends."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from landed_projects import REAL_DATA, current, landed, quarantine, refused_files, total
from small_company import small_company

from ingestion.demo_company.expense_files import write_expense_files
from ingestion.sources import expenses
from ingestion.sources.expenses import ExpensesSource

SAMPLES = Path(expenses.__file__).parent / "sample"
CLAIM_COLUMNS = (
    "claim_id, entity_code, employee_name, submitted_date, approved_date, paid_date, status, "
    "approver_name, currency_code, claimed_amount, approved_amount"
)
LINE_COLUMNS = (
    "claim_line_id, claim_id, line_number, expense_date, category, merchant, description, "
    "currency_code, claimed_amount, approved_amount, tax_amount, account_code"
)


@pytest.mark.parametrize("sample", ["claims_and_lines.xlsx", "one_row_per_line.csv"])
def test_a_sample_gives_its_golden_rows(sample: str, tmp_path: Path) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    shutil.copy(SAMPLES / sample, folder)
    project, _ = landed(ExpensesSource(folder=folder), tmp_path / "project")
    found = {
        "claims": _as_text(current(project, "raw_expenses.claims", CLAIM_COLUMNS)),
        "claim_lines": _as_text(current(project, "raw_expenses.claim_lines", LINE_COLUMNS)),
    }
    assert quarantine(project) == []
    golden = (SAMPLES / sample).with_suffix(".golden.json")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.skipif(
    not (REAL_DATA / "sap_concur_expenses").is_dir(),
    reason="the SAP Concur extract lies beside the repository",
)
def test_the_sap_concur_extract_lands_but_for_four_claims(tmp_path: Path) -> None:
    source = ExpensesSource(
        folder=REAL_DATA / "sap_concur_expenses",
        defaults={"entity_code": "LH-EU", "currency_code": "EUR"},
    )
    project, report = landed(source, tmp_path)
    golden = json.loads((REAL_DATA / "expected.json").read_text())["sap_concur_expenses"]
    refused = quarantine(project)
    assert {entry.rule for entry in refused} == {"approved_exceeds_claimed"}
    claims = {entry.key for entry in refused if entry.table == "claims"}
    assert len(claims) == golden["approved_gt_claimed"] == 4
    rows = {table.table: table for table in report.tables}
    assert rows["claims"].source_rows == golden["concur_rows"]
    assert rows["claims"].accepted_rows == golden["concur_rows"] - 4
    concur = pd.read_csv(REAL_DATA / "sap_concur_expenses" / "concur_expense_claims.csv", dtype=str)
    refused_rows = concur[concur["ID"].isin(claims)]
    for column in ("Claimed Amount", "Approved Amount"):
        kept_out = sum(round(Decimal(text), 4) for text in refused_rows[column])
        name = column.lower().replace(" ", "_")
        whole = total(project, "raw_expenses.claims", name) + kept_out
        # The golden totals add amounts with a dozen decimals, ours were rounded to four first.
        assert abs(whole - Decimal(str(golden[column]))) < Decimal("0.01")


def test_all_claims_of_the_demo_company_are_landed_to_the_cent(tmp_path: Path) -> None:
    company = small_company()
    write_expense_files(company, tmp_path)
    project, _ = landed(ExpensesSource(folder=tmp_path / "expenses"), tmp_path / "project")
    assert quarantine(project) == []
    assert refused_files(project) == {}
    for frame, table, column in (
        (company.claims, "claims", "claimed"),
        (company.claims, "claims", "approved"),
        (company.claim_lines, "claim_lines", "claimed"),
        (company.claim_lines, "claim_lines", "tax"),
    ):
        landed_total = total(project, f"raw_expenses.{table}", f"{column}_amount")
        assert landed_total == Decimal(int(frame[f"{column}_cents"].sum())) / 100
    days = current(project, "raw_expenses.claims", "claim_id, cast(submitted_date as varchar)")
    stated = zip(
        company.claims["claim_id"], company.claims["submitted_date"].astype(str), strict=True
    )
    assert days == sorted(stated)
    states = {status for (status,) in current(project, "raw_expenses.claims", "status")}
    assert states == set(company.claims["status"])


def test_the_demo_companys_files_are_the_same_each_time(tmp_path: Path) -> None:
    first = write_expense_files(small_company(), tmp_path / "a")
    second = write_expense_files(small_company(), tmp_path / "b")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_second_run_loads_nothing(tmp_path: Path) -> None:
    write_expense_files(small_company(), tmp_path)
    source = ExpensesSource(folder=tmp_path / "expenses")
    landed(source, tmp_path / "project")
    _, report = landed(source, tmp_path / "project")
    assert report.loaded_rows == 0


def test_a_corrected_file_supersedes_what_it_said_before(tmp_path: Path) -> None:
    file = _delivered(tmp_path)
    source = ExpensesSource(folder=file.parent)
    landed(source, tmp_path / "project")
    lines = file.read_text().splitlines()
    corrected = [lines[0], *(line.replace("Corner Grill", "Corner Café") for line in lines[1:3])]
    file.write_text("\n".join(corrected) + "\n")
    project, report = landed(source, tmp_path / "project")
    assert [row[0] for row in current(project, "raw_expenses.claims", "claim_id")] == ["EC-1"]
    merchants = [row[0] for row in current(project, "raw_expenses.claim_lines", "merchant")]
    assert merchants == ["Amtrak", "Corner Café"]
    assert sum(table.deleted_rows for table in report.tables) == 2


def test_a_file_taken_away_or_refused_deletes_nothing(tmp_path: Path) -> None:
    file = _delivered(tmp_path)
    source = ExpensesSource(folder=file.parent)
    landed(source, tmp_path / "project")
    file.write_bytes(b"\xff\xfe\x00 broken")
    project, report = landed(source, tmp_path / "project")
    assert report.loaded_rows == 0
    assert list(refused_files(project)) == [file.name]
    file.unlink()
    project, report = landed(source, tmp_path / "project")
    assert report.loaded_rows == 0
    assert len(current(project, "raw_expenses.claims")) == 2


def test_the_same_file_under_a_second_name_counts_once(tmp_path: Path) -> None:
    file = _delivered(tmp_path)
    shutil.copy(file, file.with_name("again.csv"))
    project, _ = landed(ExpensesSource(folder=file.parent), tmp_path / "project")
    assert len(current(project, "raw_expenses.claims")) == 2
    assert quarantine(project) == []


def _delivered(tmp_path: Path) -> Path:
    folder = tmp_path / "delivered"
    folder.mkdir()
    return Path(shutil.copy(SAMPLES / "one_row_per_line.csv", folder))


def _as_text(rows: list) -> list:
    return [[None if value is None else str(value) for value in row] for row in rows]
