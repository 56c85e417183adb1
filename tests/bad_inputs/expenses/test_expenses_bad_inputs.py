"""Expense files that are wrong: each is refused by name, or its claim quarantined by rule."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from landed_projects import current, landed, quarantine, refused_files

from ingestion.delivered_files import DeliveryFolderMissing
from ingestion.project import Project
from ingestion.sources import expenses
from ingestion.sources.expenses import ExpensesSource
from ingestion.sources.expenses.claim_checks import CLAIM_PROBLEMS
from ingestion.sources.expenses.claim_files import read_claim_file
from ingestion.sources.expenses.profiles import ExpenseProfileInvalid, load_profiles

SAMPLES = Path(expenses.__file__).parent / "sample"
GOOD = (SAMPLES / "one_row_per_line.csv").read_text(encoding="utf-8")
HEADER, *LINES = GOOD.splitlines()

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "header_renamed.csv": (GOOD.replace("Claim number,", "Claim no.,"), "'Claim number'"),
    "header_doubled.csv": (GOOD.replace("Merchant,", "Claimed,"), "twice"),
    "header_missing.csv": ("\n".join(LINES), "lacks the header"),
    "ragged.csv": (f"{HEADER}\n{LINES[0]},one more\n", "line 2 has 25 fields"),
    "quote_left_open.csv": (f'{HEADER}\n"{LINES[0]}\n', "malformed"),
    "nul_byte.csv": (GOOD.replace("Amtrak", "Am\x00trak"), "NUL"),
    "gb18030.csv": (GOOD.replace("Amtrak", "中国国航").encode("gb18030"), "not valid utf-8"),
    "latin_1.csv": (GOOD.replace("Amtrak", "Café").encode("latin-1"), "not valid utf-8"),
    "cut.xlsx": ((SAMPLES / "claims_and_lines.xlsx").read_bytes()[:4000], "cannot be read"),
    "empty.xlsx": (b"", "cannot be read"),
    "empty.csv": (b"\r\n", "lacks the header"),
    "macros.xlsm": (b"PK", "not read"),
    "old_format.xls": (bytes.fromhex("d0cf11e0a1b11ae1"), "not read"),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("refused")
    for name, (content, _) in REFUSED.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    shutil.copy(Path(__file__).with_name("with_password.xlsx"), folder)
    shutil.copy(SAMPLES / "claims_and_lines.xlsx", folder / "good.xlsx")
    (folder / "~$good.xlsx").write_bytes(b"an editor's lock file")
    return landed(ExpensesSource(folder=folder), folder / "project")[0]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(name: str, refused: Project) -> None:
    reason = refused_files(refused)[name]
    assert REFUSED[name][1] in reason
    assert reason.startswith(name)


def test_a_workbook_with_a_password_is_refused(refused: Project) -> None:
    assert "without a password" in refused_files(refused)["with_password.xlsx"]


def test_the_good_file_beside_them_is_landed(refused: Project) -> None:
    assert len(refused_files(refused)) == len(REFUSED) + 1
    assert current(refused, "raw_expenses.claims", "claim_id, _file") == [("EC-7", "good.xlsx")]


def claim(claim_id: str, *lines: dict[str, str], **changes: str) -> list[dict[str, str]]:
    """Make the CSV rows of a claim of two good lines of 60.00, changed as told."""
    first = dict(zip(next(csv.reader([HEADER])), next(csv.reader([LINES[0]])), strict=True))
    rows = []
    for number, own in enumerate(lines or ({}, {}), start=1):
        row = first | {
            "Claim number": claim_id,
            "Line": str(number),
            "Line ID": f"{claim_id}-{number}",
            "Claimed": "60.00",
            "Approved": "60.00",
            "Claim total": "120.00",
            "Claim approved total": "120.00",
        }
        rows.append(row | changes | own)
    return rows


CLAIMS: dict[str, tuple[list[dict[str, str]], str]] = {
    "exceeds": (
        claim("exceeds", {"Approved": "61.00"}, {"Approved": "59.00"}),
        "approved_exceeds_claimed",
    ),
    "total": (claim("total", **{"Claim total": "120.01"}), "lines_differ_from_claim"),
    "granted": (claim("granted", **{"Claim approved total": "100.00"}), "lines_differ_from_claim"),
    "self": (claim("self", Approver="Maria Lopez"), "approver_is_claimant"),
    "early": (claim("early", **{"Approved on": "2026-09-01"}), "dates_out_of_order"),
    "conflict": (claim("conflict", {}, {"Title": "Another"}), "claim_fields_conflict"),
    "comma": (claim("comma", {"Claimed": "60,00"}, {}), "amount_unreadable"),
    "words": (claim("words", {"Claimed": "sixty"}, {}), "amount_unreadable"),
    "nan": (claim("nan", {"Claimed": "NaN"}, {}), "amount_unreadable"),
    "currency": (claim("currency", Currency="RMB"), "currency_code_is_iso_4217"),
    "status": (claim("status", Status="done"), "status_is_known"),
    "day": (claim("day", **{"Submitted on": "2026-02-30"}), "type:submitted_date"),
    "order": (claim("order", **{"Submitted on": "05.09.2026"}), "type:submitted_date"),
    "nobody": (claim("nobody", Employee=""), "required:employee_name"),
    "fine": (claim("fine", **{"Claim total": "120.00005"}), "type:claimed_amount"),
}
LINE_ONLY: dict[str, tuple[list[dict[str, str]], str]] = {
    "future": (claim("future", {"Expense date": "9999-12-31"}, {}), "expense_date_is_plausible"),
    "serial": (claim("serial", {"Expense date": "0000-00-00"}, {}), "type:expense_date"),
    "hash": (claim("hash", {"Receipt SHA-256": "abc"}, {}), "receipt_is_a_sha256"),
    "tax": (claim("tax", {"Tax": "1.234,5"}, {}), "type:tax_amount"),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("judged")
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, next(csv.reader([HEADER])))
        writer.writeheader()
        for rows, _ in [*CLAIMS.values(), *LINE_ONLY.values()]:
            writer.writerows(rows)
        writer.writerows(claim("good"))
        writer.writerows(claim("twice"))
        nameless = claim("nameless", {})
        writer.writerows(row | {"Claim number": ""} for row in nameless)
    with (folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, next(csv.reader([HEADER])))
        writer.writeheader()
        writer.writerows(claim("good"))
        writer.writerows(claim("twice", Title="Not what it was"))
    return landed(ExpensesSource(folder=folder), folder / "project")[0]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_wrong_claim_is_quarantined_under_its_rule(claim_id: str, judged: Project) -> None:
    rules = {(entry.table, entry.key): entry.rule for entry in quarantine(judged)}
    assert rules["claims", claim_id] == CLAIMS[claim_id][1]


@pytest.mark.parametrize(
    "claim_id", [key for key, (_, rule) in CLAIMS.items() if rule in CLAIM_PROBLEMS]
)
def test_no_line_of_a_wrong_claim_is_landed(claim_id: str, judged: Project) -> None:
    lines = current(judged, "raw_expenses.claim_lines", "claim_id")
    assert (claim_id,) not in lines


@pytest.mark.parametrize("claim_id", LINE_ONLY)
def test_a_wrong_line_is_quarantined_under_its_rule(claim_id: str, judged: Project) -> None:
    rules = {entry.key: entry.rule for entry in quarantine(judged) if entry.table == "claim_lines"}
    assert rules[f"{claim_id}-1"] == LINE_ONLY[claim_id][1]


def test_a_claim_in_two_files_counts_once_or_not_at_all(judged: Project) -> None:
    claims = [key for (key,) in current(judged, "raw_expenses.claims", "claim_id")]
    assert "good" in claims
    assert "twice" not in claims
    refused = [entry for entry in quarantine(judged) if entry.key == "twice"]
    assert {entry.rule for entry in refused} == {"claim_delivered_twice"}
    assert {entry.file for entry in refused} == {"claims.csv", "more.csv"}


def test_a_line_without_a_claim_is_quarantined_where_it_stands(judged: Project) -> None:
    entries = [entry for entry in quarantine(judged) if entry.rule == "required:claim_id"]
    assert [(entry.table, entry.file) for entry in entries] == [("claim_lines", "claims.csv")]


def workbook(path: Path, cells: dict[tuple[int, int], Any], **options: Any) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "d/m/yy"})
        sheet = book.add_worksheet()
        for (row, column), value in cells.items():
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    return path


@pytest.mark.parametrize("date_1904", [False, True], ids=["1900", "1904"])
def test_day_serials_follow_the_workbooks_own_calendar(date_1904: bool, tmp_path: Path) -> None:
    header = next(csv.reader([HEADER]))
    values: dict[str, Any] = dict(zip(header, next(csv.reader([LINES[0]])), strict=True))
    bare = 46_266 if not date_1904 else 46_266 - 1_462
    values |= {"Expense date": bare, "Submitted on": datetime(2026, 9, 5)}  # noqa: DTZ001 (a cell)
    cells = {(0, column): name for column, name in enumerate(header)}
    cells |= {(1, column): values[name] for column, name in enumerate(header)}
    path = workbook(tmp_path / "serials.xlsx", cells, default_date_format=None, date_1904=date_1904)
    found = read_claim_file(path, load_profiles(), {})
    assert found.lines[0]["expense_date"] == "2026-09-01"
    assert found.claims[0]["submitted_date"] == "2026-09-05"


def test_a_number_kept_as_text_stays_exact(tmp_path: Path) -> None:
    header = next(csv.reader([HEADER]))
    values: dict[str, Any] = dict(zip(header, next(csv.reader([LINES[0]])), strict=True))
    values |= {"Claimed": 0.1 + 0.2, "Approved": "0.30", "Account": 660102.0}
    cells = {(0, column): name for column, name in enumerate(header)}
    cells |= {(1, column): values[name] for column, name in enumerate(header)}
    found = read_claim_file(workbook(tmp_path / "numbers.xlsx", cells), load_profiles(), {})
    assert found.lines[0]["claimed_amount"] == "0.3"
    assert found.lines[0]["approved_amount"] == "0.30"
    assert found.lines[0]["account_code"] == "660102"


def test_an_amount_merged_over_lines_is_not_multiplied(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    header = next(csv.reader([HEADER]))
    values = dict(zip(header, next(csv.reader([LINES[0]])), strict=True))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for place, name in enumerate(header):
            if name in ("Claim number", "Claimed", "Title"):
                sheet.merge_range(1, place, 2, place, values[name])
            else:
                sheet.write_column(1, place, [values[name]] * 2)
    found = read_claim_file(path, load_profiles(), {})
    assert [line["claimed_amount"] for line in found.lines] == ["120.50", None]
    assert [line["claim_id"] for line in found.lines] == ["EC-1", "EC-1"]
    assert found.conflicts == frozenset()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryFolderMissing, match="nowhere"):
        landed(ExpensesSource(folder=tmp_path / "nowhere"), tmp_path / "project")


@pytest.mark.parametrize(
    "content",
    ["- a list", "file_types: [.csv]", "file_types: [.csv]\nlines: {columns: {}}\nextra: 1"],
)
def test_a_profile_that_is_incomplete_is_named(content: str, tmp_path: Path) -> None:
    profile = tmp_path / "ours.yml"
    profile.write_text(content)
    with pytest.raises(ExpenseProfileInvalid, match="ours"):
        load_profiles(profile)
