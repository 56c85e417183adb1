"""Bank files as landed: samples, replays, renames, overlapping windows, pending and booked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from bank_documents import document
from landed_projects import current, landed, project_at, refused_files, total

from ingestion.project import Project
from ingestion.registry import build_source
from ingestion.sources import bank
from ingestion.sources.bank import BankSettingsWrong, BankSource
from ingestion.sources.bank.checks import check_statement
from ingestion.sources.bank.csv_profile import ProfileUnknown, load_profiles
from ingestion.sources.bank.formats import FileSettings, parse_bank_file

SAMPLES = Path(bank.__file__).parent / "sample"
GOLDEN = sorted(SAMPLES.glob("*.golden.json"))
HEADER = (
    "account,booking_date,value_date,amount,currency,balance,bank_reference,end_to_end_reference,"
    "counterparty_name,counterparty_account,remittance_text,transaction_code\n"
)


def _mt940(
    opening: tuple[str, str], closing: tuple[str, str], lines: Sequence[tuple[str, str, str]]
) -> str:
    """Write a statement: balances (YYMMDD, amount), lines (YYMMDD, signed amount, reference)."""
    text = f":20:T\n:25:ACC1\n:28C:1/1\n:60F:C{opening[0]}EUR{opening[1]}\n"
    for day, amount, reference in lines:
        mark, size = ("D", amount[1:]) if amount.startswith("-") else ("C", amount)
        bank_reference = f"//{reference}" if reference else ""
        text += f":61:{day}{day[2:]}{mark}{size}NTRFNONREF{bank_reference}\n:86:text\n"
    return text + f":62F:C{closing[0]}EUR{closing[1]}\n-\n"


def _amounts(project: Project) -> list[Decimal]:
    return sorted(amount for (amount,) in current(project, "raw_bank.statement_lines", "amount"))


def _chain(project: Project) -> list[tuple[str, str, str, bool]]:
    """Return per statement, oldest first: opening, Σ lines, closing, is_complete."""
    statements = current(
        project,
        "raw_bank.statements",
        "opening_date, statement_id, opening_amount, closing_amount, is_complete",
    )
    lines = current(project, "raw_bank.statement_lines", "statement_id, amount")
    return [
        (
            f"{opening:.2f}",
            f"{sum((amount for owner, amount in lines if owner == key), Decimal(0)):.2f}",
            f"{closing:.2f}",
            is_complete,
        )
        for _, key, opening, closing, is_complete in sorted(statements)
    ]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_each_sample_gives_its_golden_statements(golden: Path) -> None:
    told = json.loads(golden.read_text(encoding="utf-8"))
    statements = parse_bank_file((SAMPLES / told["input"]).read_bytes())
    for statement in statements:
        check_statement(statement)
    assert [document(statement) for statement in statements] == told["statements"]


def test_every_sample_has_a_golden_file() -> None:
    files = {path.name for path in SAMPLES.iterdir() if not path.name.endswith(".golden.json")}
    assert files == {path.name.removesuffix(".golden.json") for path in GOLDEN}
    assert len(files) == 6


def test_every_sample_lands_and_a_second_run_loads_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for golden in GOLDEN:
        shutil.copy(SAMPLES / golden.name.removesuffix(".golden.json"), folder)
    project, first = landed(BankSource(folder), tmp_path / "project")
    told = [json.loads(golden.read_text(encoding="utf-8")) for golden in GOLDEN]
    lines = [line for one in told for statement in one["statements"] for line in statement["lines"]]
    assert total(project, "raw_bank.statement_lines", "amount") == sum(
        Decimal(line["amount"]) for line in lines
    )
    assert first.loaded_rows == len(lines) + 8 + 7  # 8 statements of 7 accounts
    assert refused_files(project) == {}
    assert landed(BankSource(folder), tmp_path / "project")[1].loaded_rows == 0


def test_three_decimals_are_kept(tmp_path: Path) -> None:
    project, _ = landed(BankSource(SAMPLES), tmp_path)
    kuwait = current(project, "raw_bank.statement_lines", "account_id, amount, bank_reference")
    assert ("KW-001", Decimal("-0.1250"), "K2") in kuwait


def test_a_renamed_file_loads_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(SAMPLES / "march.ofx", folder / "march.ofx")
    landed(BankSource(folder), tmp_path / "project")
    (folder / "march.ofx").rename(folder / "download (1).txt")
    shutil.copy(folder / "download (1).txt", folder / "copy.ofx")
    project, report = landed(BankSource(folder), tmp_path / "project")
    assert report.loaded_rows == 0
    assert len(_amounts(project)) == 2


def test_a_raw_copy_of_every_file_is_kept_even_if_it_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(SAMPLES / "march.ofx", folder)
    (folder / "broken.sta").write_text(_mt940(("260301", "10,"), ("260331", "11,"), []))
    project, _ = landed(BankSource(folder), tmp_path / "project")
    kept = {path.read_bytes() for path in project.archive_folder.rglob("*") if path.is_file()}
    assert kept == {path.read_bytes() for path in folder.iterdir()}


def test_a_refused_file_does_not_keep_the_others_out_and_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(SAMPLES / "march.ofx", folder)
    broken = folder / "april.sta"
    broken.write_text(_mt940(("260331", "10,"), ("260430", "11,"), [("260402", "2,", "R")]))
    project, _ = landed(BankSource(folder), tmp_path / "project")
    assert "opening + lines = 12, closing = 11" in refused_files(project)["april.sta"]
    assert len(_amounts(project)) == 2
    broken.write_text(_mt940(("260331", "10,"), ("260430", "12,"), [("260402", "2,", "R")]))
    project, report = landed(BankSource(folder), tmp_path / "project")
    assert report.loaded_rows == 3  # account, statement, line
    assert len(_amounts(project)) == 3


OVERLAPPING = (
    _mt940(("260301", "100,"), ("260315", "130,"),
           [("260302", "10,", "A"), ("260310", "20,", "B")]),
    _mt940(("260309", "110,"), ("260320", "135,"),
           [("260310", "20,", "B"), ("260318", "5,", "C")]),
)  # fmt: skip


@pytest.mark.parametrize("runs", [1, 2])
def test_overlapping_windows_do_not_double_and_balances_still_chain(
    tmp_path: Path, runs: int
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "b.sta").write_text(OVERLAPPING[0])
    if runs == 2:
        landed(BankSource(folder), tmp_path / "project")
    (folder / "a.sta").write_text(OVERLAPPING[1])
    project, _ = landed(BankSource(folder), tmp_path / "project")
    assert _amounts(project) == [5, 10, 20]
    assert _chain(project) == [
        ("100.00", "30.00", "130.00", True), ("130.00", "5.00", "135.00", True)
    ]  # fmt: skip


def test_an_older_overlapping_statement_is_landed_up_to_what_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "later.sta").write_text(OVERLAPPING[1])
    landed(BankSource(folder), tmp_path / "project")
    (folder / "earlier.sta").write_text(OVERLAPPING[0])
    project, _ = landed(BankSource(folder), tmp_path / "project")
    assert _amounts(project) == [5, 10, 20]
    assert _chain(project) == [
        ("100.00", "10.00", "110.00", True), ("110.00", "25.00", "135.00", True)
    ]  # fmt: skip


def test_a_window_around_what_is_known_is_landed_and_not_called_complete(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "middle.sta").write_text(
        _mt940(("260309", "110,"), ("260311", "130,"), [("260310", "20,", "B")])
    )
    landed(BankSource(folder), tmp_path / "project")
    (folder / "around.sta").write_text(
        _mt940(("260301", "100,"), ("260320", "135,"),
               [("260302", "10,", "A"), ("260310", "20,", "B"), ("260318", "5,", "C")])
    )  # fmt: skip
    project, _ = landed(BankSource(folder), tmp_path / "project")
    assert _amounts(project) == [5, 10, 20]
    assert sorted(one[3] for one in _chain(project)) == [False, True]


@pytest.mark.parametrize("runs", [1, 2])
def test_equal_fees_on_two_statements_of_one_day_are_two_lines(tmp_path: Path, runs: int) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "morning.sta").write_text(
        _mt940(("260302", "100,"), ("260302", "98,"), [("260302", "-1,", "")] * 2)
    )
    if runs == 2:
        landed(BankSource(folder), tmp_path / "project")
    afternoon = _mt940(("260302", "98,"), ("260303", "97,"), [("260302", "-1,", "")])
    (folder / "noon.sta").write_text(afternoon)
    project, _ = landed(BankSource(folder), tmp_path / "project")
    assert _amounts(project) == [-1, -1, -1]
    assert _chain(project) == [
        ("100.00", "-2.00", "98.00", True), ("98.00", "-1.00", "97.00", True)
    ]  # fmt: skip


def test_a_statement_that_contradicts_a_landed_one_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "first.sta").write_text(
        _mt940(("260301", "100,"), ("260331", "90,"), [("260302", "-10,", "A")])
    )
    landed(BankSource(folder), tmp_path / "project")
    (folder / "second.sta").write_text(
        _mt940(("260301", "100,"), ("260331", "90,"), [("260302", "-10,", "ALTERED")])
    )
    project, report = landed(BankSource(folder), tmp_path / "project")
    assert report.loaded_rows == 0
    assert "stands twice with different content" in refused_files(project)["second.sta"]


def test_a_pending_line_stays_apart_from_its_booking(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    statement = (SAMPLES / "batch.camt053.xml").read_text(encoding="utf-8")
    report_052 = (
        statement.replace("camt.053", "camt.052")
        .replace("BkToCstmrStmt", "BkToCstmrAcctRpt")
        .replace("<Stmt>", "<Rpt>")
        .replace("</Stmt>", "</Rpt>")
    )
    (folder / "intraday.xml").write_text(report_052, encoding="utf-8")
    project, _ = landed(BankSource(folder), tmp_path / "project")
    columns = "status, bank_reference"
    announced = current(project, "raw_bank.statement_lines", columns)
    assert {status for status, _ in announced} == {"pending"}
    (folder / "statement.xml").write_text(statement, encoding="utf-8")
    project, _ = landed(BankSource(folder), tmp_path / "project")
    lines = current(project, "raw_bank.statement_lines", columns)
    booked = [reference for status, reference in lines if status == "booked"]
    assert sorted(booked) == ["B-1/1", "B-1/2", "B-2", "B-3"]
    notices = current(project, "raw_bank.statements", "format, is_complete")
    assert sorted(notices) == [("camt.052", False), ("camt.053", True)]


def test_settings_name_account_currency_and_profile_by_glob(tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    (folder / "cmb").mkdir(parents=True)
    (folder / "cmb" / "march.csv").write_text(
        "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n"
        '2026-03-02,CNY,"1,200.00","1,300.00",转账汇款,张三 6222020000001111,货款\n',
        encoding="utf-8",
    )
    settings = {
        "folder": str(folder),
        "known_accounts": ["6225 8800 0000 0001"],
        "files": {"cmb/*.csv": {"profile": "cmb_debit", "account": "6225880000000001"}},
    }
    project = project_at(tmp_path / "project", {"bank": settings})
    source = build_source("bank", project)
    project, _ = landed(source, tmp_path / "landed")
    assert refused_files(project) == {}
    ((account, amount, name, other),) = current(
        project,
        "raw_bank.statement_lines",
        "account_id, amount, counterparty_name, counterparty_account",
    )
    assert (account, amount) == ("6225880000000001", Decimal(1200))
    assert (name, other) == ("张三", "6222020000001111")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "names no folder"),
        ({"folder": "x", "files": {"*.csv": {"proflie": "generic"}}}, "unknown keys"),
    ],
)
def test_wrong_settings_say_what_is_wrong(
    tmp_path: Path, settings: dict[str, object], words: str
) -> None:
    project = project_at(tmp_path, {"bank": settings})
    with pytest.raises(BankSettingsWrong, match=words):
        build_source("bank", project)


def test_an_unknown_profile_is_named_with_the_known_ones(tmp_path: Path) -> None:
    block = {"folder": "x", "files": {"*.csv": {"profile": "icbc"}}}
    with pytest.raises(ProfileUnknown, match="icbc_debit"):
        build_source("bank", project_at(tmp_path, {"bank": block}))


def test_a_missing_folder_is_an_error_and_no_empty_load(tmp_path: Path) -> None:
    with pytest.raises(BankSettingsWrong, match="does not exist"):
        landed(BankSource(tmp_path / "nowhere"), tmp_path / "project")


def test_profiles_cover_the_banks_and_wallets_they_are_named_after() -> None:
    assert set(load_profiles()) == {
        "alipay", "bocom_debit", "cmb_debit", "generic", "icbc_corporate", "icbc_debit", "wechat",
    }  # fmt: skip


def test_a_list_written_newest_first_is_landed_oldest_first() -> None:
    rows = (
        "A1,2026-03-02,,-5,EUR,15,R3,,,,,\n"
        "A1,2026-03-02,,10,EUR,20,R2,,,,,\n"
        "A1,2026-03-02,,10,EUR,10,R1,,,,,\n"
    )
    (statement,) = parse_bank_file((HEADER + rows).encode(), FileSettings())
    check_statement(statement)
    assert [line.bank_reference for line in statement.lines] == ["R1", "R2", "R3"]
    assert statement.opening is not None
    assert statement.opening.amount == 0
