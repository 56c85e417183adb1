"""The books of two small companies in an ERP database, and what people do to them.

Belongs here: charts, periods, the opening, and one function per kind of change.
Keep out: the order of changes (a test draws it), assertions.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from erp_files import empty_erp, run, write

COMPANIES = (1, 2)
YEAR = 2026
MONTHS = 6
TYPES = {
    1: ("balance", "assets"),
    2: ("balance", ""),
    3: ("income", "revenue"),
    4: ("income", "expense"),
}
# code → type; the codes are those of the chart of accounts that classifies them.
ACCOUNTS = {"1002": 1, "1601": 1, "4001": 2, "4104": 2, "6001": 3, "6602": 4, "660203": 4}
# What is booked: debit and credit account.
KINDS = (("1002", "6001"), ("6602", "1002"), ("660203", "1601"), ("1601", "1002"), ("1002", "4001"))


class Moment(NamedTuple):
    """When a change is made: each change is written some minutes after the one before it."""

    number: int

    @property
    def written(self) -> str:
        instant = dt.datetime(YEAR, 7, 1, 8, tzinfo=dt.UTC) + dt.timedelta(minutes=20 * self.number)
        return f"{instant:%Y-%m-%d %H:%M:%S}"


def small_books(file: Path) -> Path:
    """Two companies with charts, six months and an opening of 1,000.00 each."""
    empty_erp(file)
    write(file, "currency_currency", id=1, code="CNY", name="Yuan", rounding=b"0.01", digits=2)
    write(file, "account_journal", id=1, type="general", code="GEN", name="General", active=1)
    write(file, "account_journal", id=2, type="general", code="OPEN", name="Opening", active=1)
    for company in COMPANIES:
        write(
            file, "party_party", id=company, name=f"Company {company}", code=f"C{company}", active=1
        )
        write(file, "company_company", id=company, party=company, currency=1)
        for number, (statement, flag) in TYPES.items():
            flags = {flag: 1} if flag else {}
            identity = 10 * company + number
            write(
                file, "account_account_type", id=identity, company=company, name=f"Type {number}",
                statement=statement, **flags,
            )  # fmt: skip
        for place, (code, kind) in enumerate(ACCOUNTS.items()):
            write(
                file, "account_account", id=account(company, code), company=company, code=code,
                name=code, type=10 * company + kind, left=2 * place + 1, right=2 * place + 2,
            )  # fmt: skip
        write(
            file, "account_fiscalyear", id=company, company=company, name=str(YEAR), state="open",
            start_date=f"{YEAR}-01-01", end_date=f"{YEAR}-12-31",
        )  # fmt: skip
        for month in range(1, MONTHS + 1):
            last = dt.date(YEAR, month + 1, 1) - dt.timedelta(days=1)
            write(
                file, "account_period", id=period(company, month), fiscalyear=company,
                name=f"{YEAR}-{month:02}", type="standard", state="open",
                start_date=f"{YEAR}-{month:02}-01", end_date=last.isoformat(),
            )  # fmt: skip
        book(file, Moment(0), company, company, 0, dt.date(YEAR, 1, 1), 100_000, journal=2, kind=4)
    return file


def account(company: int, code: str) -> int:
    return 100 * company + list(ACCOUNTS).index(code)


def period(company: int, month: int) -> int:
    return 100 * company + month


def book(
    file: Path, at: Moment, move: int, company: int, day: int, first: dt.date, cents: int,
    *, kind: int, journal: int = 1,
) -> None:  # fmt: skip
    """Post a move of two lines; a day in the past makes it a late one."""
    date = first + dt.timedelta(days=day)
    write(
        file, "account_move", id=move, company=company, journal=journal, number=f"M{move}",
        period=period(company, date.month), date=date.isoformat(), post_date=date.isoformat(),
        state="posted", create_date=at.written,
    )  # fmt: skip
    debit, credit = KINDS[kind]
    for side, code in ((0, debit), (1, credit)):
        write(
            file, "account_move_line", id=2 * move + side, move=move, state="valid",
            account=account(company, code), create_date=at.written, **_sides(side, cents),
        )  # fmt: skip


def change_amount(file: Path, at: Moment, move: int, cents: int) -> None:
    """Correct a posted move in place."""
    for side in (0, 1):
        values = _sides(side, cents)
        run(
            file,
            "update account_move_line set debit = ?, credit = ?, write_date = ? where id = ?",
            values["debit"], values["credit"], at.written, 2 * move + side,
        )  # fmt: skip


def change_date(file: Path, at: Moment, move: int, date: dt.date) -> None:
    """Move a posted move into another month."""
    run(
        file,
        "update account_move set date = ?, period = company * 100 + ?, write_date = ? where id = ?",
        date.isoformat(), date.month, at.written, move,
    )  # fmt: skip


def unpost(file: Path, at: Moment, move: int) -> None:
    """Set a move back to draft: it is in the ERP and no longer in the books."""
    run(
        file,
        "update account_move set state = 'draft', write_date = ? where id = ?",
        at.written,
        move,
    )


def delete(file: Path, move: int) -> None:
    """Delete a move with its lines; nothing but their absence tells."""
    run(file, "delete from account_move_line where move = ?", move)
    run(file, "delete from account_move where id = ?", move)


def moves(file: Path) -> list[int]:
    """The moves that are there, beside the openings."""
    with closing(sqlite3.connect(file)) as erp:
        found = erp.execute("select id from account_move where journal = 1 order by id").fetchall()
    return [move for (move,) in found]


def _sides(side: int, cents: int) -> dict[str, bytes]:
    amount = f"{cents // 100}.{cents % 100:02}".encode()
    return {"debit": b"0" if side else amount, "credit": amount if side else b"0"}
