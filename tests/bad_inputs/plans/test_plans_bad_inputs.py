"""Plans that are wrong: a file is refused by name, or single cells are quarantined by rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from landed_projects import Refused, current, landed, quarantine, refused_files

from ingestion.project import Project
from ingestion.sources import plans
from ingestion.sources.plans import PlansSource

SAMPLES = Path(plans.__file__).parent / "sample"
LONG = (SAMPLES / "budget_2026_long.csv").read_text(encoding="utf-8")
TARGETS = (SAMPLES / "sales_targets_2026.csv").read_text(encoding="utf-8")
MONTHS = [f"2027-{month:02d}" for month in range(1, 13)]

Sheet = dict[tuple[int, int], Any]


class Formula(NamedTuple):
    """A formula and the value a spreadsheet last showed for it; empty where none ever opened it."""

    text: str
    shown: float | str


def sheet(entity: str = "LH-EU", currency: str = "EUR") -> Sheet:
    """Make a good budget sheet: two accounts of 100 and −40 a month, with totals."""
    cells: Sheet = {
        (0, 0): "Plan version",
        (0, 1): "B2027",
        (1, 0): "Entity",
        (1, 1): entity,
        (2, 0): "Currency",
        (2, 1): currency,
        (4, 0): "Account",
        (4, 13): "Total",
        (5, 0): "6001",
        (5, 13): 1200,
        (6, 0): "6601",
        (6, 13): -480,
        (7, 0): "Total",
    }
    for place, month in enumerate(MONTHS, start=1):
        cells |= {(4, place): month, (5, place): 100, (6, place): -40, (7, place): 60}
    return cells


def write(path: Path, *sheets: Sheet) -> None:
    with xlsxwriter.Workbook(path) as book:
        for number, cells in enumerate(sheets, start=1):
            page = book.add_worksheet(f"Sheet {number}")
            for (row, column), value in cells.items():
                if isinstance(value, Formula):
                    page.write_formula(row, column, value.text, None, value.shown)
                elif value is not None:
                    page.write(row, column, value)


def without_july(path: Path) -> None:
    cells = sheet()
    for row in (4, 5, 6, 7):
        del cells[row, 7]
    cells |= {(5, 13): 1100, (6, 13): -440}
    write(path, cells)


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "budget_gap.xlsx": (without_july, "lacks 2027-07"),
    "budget_month_twice.xlsx": (lambda path: write(path, sheet() | {(4, 8): "2027-07"}), "2027-07"),
    "budget_total.xlsx": (
        lambda path: write(path, sheet() | {(5, 3): 1000}),
        "total of account 6001",
    ),
    "budget_total_row.xlsx": (
        lambda path: write(path, sheet() | {(7, 3): 61}),
        "total of 2027-03 is 61",
    ),
    "budget_no_version.xlsx": (lambda path: write(path, sheet() | {(0, 0): None}), "Plan version"),
    "budget_no_months.xlsx": (
        lambda path: write(path, {key: cell for key, cell in sheet().items() if key[0] != 4}),
        "one column per month",
    ),
    "budget_two_currencies.xlsx": (
        lambda path: write(path, sheet(), sheet(currency="USD")),
        "LH-EU is planned in EUR and USD",
    ),
    "budget_long_gap.csv": (
        lambda path: path.write_text(LONG.replace("2026-05", "2026-06")) and None,
        "lacks 2026-05",
    ),
    "budget_long_header.csv": (
        lambda path: path.write_text(LONG.replace("account_code", "account")) and None,
        "'account_code'",
    ),
    "sales_targets_gap.csv": (
        lambda path: path.write_text(TARGETS.replace("E001,2026-02", "E001,2026-01")) and None,
        "lacks 2026-02",
    ),
    "sales_targets_header.csv": (
        lambda path: path.write_text(TARGETS.replace("target_amount", "target")) and None,
        "'target_amount'",
    ),
    "budget_password.xlsx": (
        lambda path: (
            shutil.copy(Path(__file__).parents[1] / "expenses" / "with_password.xlsx", path)
            and None
        ),
        "without a password",
    ),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("refused")
    for name, (make, _) in REFUSED.items():
        make(folder / name)
    write(folder / "budget_good.xlsx", sheet())
    return landed(PlansSource(folder=folder), folder / "project")[0]


@pytest.mark.parametrize("name", REFUSED)
def test_a_plan_with_a_hole_or_a_contradiction_is_refused(name: str, refused: Project) -> None:
    assert REFUSED[name][1] in refused_files(refused)[name]


def test_the_good_budget_beside_them_is_landed(refused: Project) -> None:
    assert refused_files(refused).keys() == REFUSED.keys()
    files = {file for (file,) in current(refused, "raw_plans.budget_lines", "_file")}
    assert files == {"budget_good.xlsx"}
    assert len(current(refused, "raw_plans.budget_lines")) == 24


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("judged")
    spoiled = sheet() | {
        (5, 1): "100 EUR",
        (5, 2): "1.000,00",
        (5, 3): None,
        (5, 4): "１００",
        (6, 5): -40.00001,
        (6, 6): Formula("=1/0", "#DIV/0!"),
        (6, 7): Formula("=B7*1.05", ""),
        (6, 8): Formula("=B7*1.05", -42),
    }
    # Totals cannot be proved over a cell that is no number; a blank counts as nothing.
    del spoiled[5, 13], spoiled[6, 13]
    for place in range(1, 13):
        del spoiled[7, place]
    write(folder / "budget_spoiled.xlsx", spoiled)
    write(folder / "budget_wrong_currency.xlsx", sheet("LH-US", "EUR"))
    twice = sheet("LH-CN", "CNY")
    twice |= {(8, column): twice[5, column] for column in range(14)}
    twice[8, 1] = 101
    twice |= {(7, 1): 161, (8, 13): 1201}
    twice = {key: value for key, value in twice.items() if key[0] != 7}
    write(folder / "budget_twice.xlsx", twice)
    (folder / "sales_targets_2026.csv").write_text(
        TARGETS.replace("180000.00", "-1.00").replace("310000.00", "many")
    )
    currencies = {"LH-EU": "EUR", "LH-US": "USD", "LH-CN": "CNY"}
    source = PlansSource(folder=folder, entity_currencies=currencies)
    return landed(source, folder / "project")[0]


@pytest.mark.parametrize(
    ("period", "account", "rule", "line"),
    [
        ("2027-01", "6001", "type:amount", 6),
        ("2027-02", "6001", "type:amount", 6),
        ("2027-03", "6001", "required:amount", 6),
        ("2027-04", "6001", "type:amount", 6),
        ("2027-05", "6601", "type:amount", 7),
        ("2027-06", "6601", "required:amount", 7),
        ("2027-07", "6601", "required:amount", 7),
    ],
)
def test_a_bad_cell_is_quarantined_with_its_line(
    period: str, account: str, rule: str, line: int, judged: Project
) -> None:
    key = f"B2027|LH-EU|{account}|{period}"
    found = [entry for entry in quarantine(judged) if entry.key == key]
    assert found == [Refused("budget_lines", key, rule, "budget_spoiled.xlsx", line)]


def test_a_formula_counts_as_the_value_it_shows(judged: Project) -> None:
    cells = {
        (account, period): amount
        for account, period, entity, amount in current(
            judged, "raw_plans.budget_lines", "account_code, fiscal_period, entity_code, amount"
        )
        if entity == "LH-EU"
    }
    assert cells["6601", "2027-08"] == -42
    assert len(cells) == 24 - 7


def test_a_budget_in_another_currency_than_the_entitys_is_quarantined(judged: Project) -> None:
    entries = [entry for entry in quarantine(judged) if entry.file == "budget_wrong_currency.xlsx"]
    assert {entry.rule for entry in entries} == {"currency_is_the_entitys"}
    assert len(entries) == 24


def test_of_a_cell_given_twice_differently_none_is_landed(judged: Project) -> None:
    entries = [entry for entry in quarantine(judged) if entry.file == "budget_twice.xlsx"]
    rules = {(entry.key, entry.rule) for entry in entries}
    assert ("B2027|LH-CN|6001|2027-01", "duplicate_key") in rules
    copies = {rule for key, rule in rules if key != "B2027|LH-CN|6001|2027-01"}
    assert copies == {"duplicate_row"}
    keys = current(judged, "raw_plans.budget_lines", "entity_code, account_code, fiscal_period")
    assert ("LH-CN", "6001", "2027-01") not in keys
    assert ("LH-CN", "6001", "2027-02") in keys


def test_bad_targets_are_quarantined(judged: Project) -> None:
    entries = {
        entry.key: entry.rule for entry in quarantine(judged) if entry.table == "sales_targets"
    }
    assert entries == {
        "B2026|E001|2026-02": "target_is_not_negative",
        "B2026|E001|2026-03": "type:target_amount",
    }
