"""The demo company's bank files, read back: the same lines, the same balances, a closed chain."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from landed_projects import current, landed, refused_files

from ingestion.demo_company.bank_files import write_bank_files
from ingestion.demo_company.company import MONTH_COUNT, DemoCompany
from ingestion.project import Project
from ingestion.sources.bank import BankSource
from ingestion.sources.bank.checks import check_statement
from ingestion.sources.bank.formats import parse_bank_file
from ingestion.sources.bank.statement import ParsedLine

TEXTS = ["end_to_end_reference", "counterparty_name", "counterparty_account", "remittance_text"]


@pytest.fixture(scope="module")
def company(small_demo_company: DemoCompany) -> DemoCompany:
    return small_demo_company


@pytest.fixture(scope="module")
def folder(company: DemoCompany, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("systems")
    write_bank_files(company, target)
    return target / "bank"


@pytest.fixture(scope="module")
def project(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return landed(BankSource(folder), tmp_path_factory.mktemp("project"))[0]


def test_there_is_one_file_per_account_and_month(company: DemoCompany, folder: Path) -> None:
    names = [path.name for path in folder.iterdir()]
    assert len(names) == MONTH_COUNT * len(company.bank_accounts)
    assert {name.rsplit(".", 1)[1] for name in names} == {"csv", "sta", "xml", "ofx"}
    assert "DE89370400440532013000_2026-10.xml" in names


def test_every_line_is_landed_once_with_its_amount_and_days(
    company: DemoCompany, project: Project
) -> None:
    assert refused_files(project) == {}
    rows = current(
        project,
        "raw_bank.statement_lines",
        "account_id, bank_reference, booking_date, value_date, amount, status",
    )
    written = company.bank_lines
    assert sorted(rows) == sorted(
        (account, reference, booked.date(), valued.date(), Decimal(cents) / 100, "booked")
        for account, reference, booked, valued, cents in written[
            ["account_id", "bank_reference", "booking_date", "value_date", "amount_cents"]
        ].itertuples(index=False)
    )


def test_texts_come_back_as_they_were(company: DemoCompany, project: Project) -> None:
    rows = current(project, "raw_bank.statement_lines", f"bank_reference, {', '.join(TEXTS)}")
    landed_texts = {reference: texts for reference, *texts in rows}
    us_account = company.bank_accounts.query("statement_format == 'ofx'")["account_id"].item()
    for account, reference, *texts in company.bank_lines[
        ["account_id", "bank_reference", *TEXTS]
    ].itertuples(index=False):
        expected = [text or None for text in texts]
        if account == us_account:
            expected[2] = None  # OFX has no place for the other side's account
        assert landed_texts[reference] == expected, reference


def test_balances_chain_from_the_opening_to_the_books_closing(
    company: DemoCompany, project: Project
) -> None:
    rows = current(
        project,
        "raw_bank.statements",
        "account_id, closing_date, opening_amount, closing_amount, is_complete",
    )
    for account in company.bank_accounts.itertuples():
        statements = sorted(row[1:] for row in rows if row[0] == account.account_id)
        assert len(statements) == MONTH_COUNT
        assert all(is_complete for *_, is_complete in statements)
        assert statements[0][1] == Decimal(account.opening_cents) / 100
        for before, after in pairwise(statements):
            assert before[2] == after[1]
        lines = company.bank_lines.query("account_id == @account.account_id")
        closing = account.opening_cents + lines["amount_cents"].sum()
        assert statements[-1][2] == Decimal(int(closing)) / 100


def test_accounts_carry_their_currency(company: DemoCompany, project: Project) -> None:
    rows = current(project, "raw_bank.accounts", "account_id, currency_code")
    accounts = company.bank_accounts[["account_id", "currency_code"]]
    assert sorted(rows) == sorted(accounts.itertuples(index=False, name=None))


def test_the_same_company_writes_the_same_bytes(
    company: DemoCompany, folder: Path, tmp_path: Path
) -> None:
    write_bank_files(company, tmp_path)
    for path in folder.iterdir():
        assert (tmp_path / "bank" / path.name).read_bytes() == path.read_bytes()


AWKWARD = [
    'Quote "A" & Sons, <Ltd>',
    "Name that is longer than twenty-seven characters",
    "Ends at the place of a      blank",
    "Łódź – 上海 EREF 🙂",
]


def _read_back(folder: Path) -> Iterator[ParsedLine]:
    for path in sorted((folder / "bank").iterdir()):
        for statement in parse_bank_file(path.read_bytes()):
            check_statement(statement)
            yield from statement.lines


def test_awkward_texts_and_amounts_survive_every_format(
    company: DemoCompany, tmp_path: Path
) -> None:
    chosen = company.bank_lines.groupby("account_id").head(len(AWKWARD)).copy()
    chosen["counterparty_name"] = AWKWARD * len(company.bank_accounts)
    chosen["remittance_text"] = chosen["counterparty_name"].str[::-1].str.strip()
    chosen["amount_cents"] = [1, -1, 123_456_789_012, -123_456_789_012] * len(company.bank_accounts)
    awkward = dataclasses.replace(company, bank_lines=chosen.reset_index(drop=True))
    write_bank_files(awkward, tmp_path)
    lines = {line.bank_reference: line for line in _read_back(tmp_path)}
    assert len(lines) == len(chosen)
    for row in chosen.itertuples():
        line = lines[row.bank_reference]
        assert line.amount == Decimal(row.amount_cents) / 100
        assert line.counterparty_name == " ".join(row.counterparty_name.split())
        assert line.remittance_text == " ".join(row.remittance_text.split())


def test_a_month_without_lines_has_its_file(company: DemoCompany, tmp_path: Path) -> None:
    silent = dataclasses.replace(company, bank_lines=company.bank_lines.iloc[:0])
    write_bank_files(silent, tmp_path)
    assert list(_read_back(tmp_path)) == []
    assert len(list((tmp_path / "bank").iterdir())) == MONTH_COUNT * len(company.bank_accounts)


def test_the_writers_keep_up_with_large_companies(company: DemoCompany, tmp_path: Path) -> None:
    """Lines of one account many times over are written in the same number of files."""
    lines = company.bank_lines
    many = pd.concat([lines] * 20, ignore_index=True).sort_values(
        ["account_id", "booking_date"], kind="stable", ignore_index=True
    )
    many["bank_reference"] = [f"R{number}" for number in range(len(many))]
    write_bank_files(dataclasses.replace(company, bank_lines=many), tmp_path)
    read = list(_read_back(tmp_path))
    assert len(read) == len(many)
    assert sum(line.amount for line in read) == Decimal(int(many["amount_cents"].sum())) / 100
