"""Statements and their lines as every parser returns them, whatever the format.

**Belongs here**: the frozen records between parsers, checks and rows.

**Keep out**: reading a format (one module a format), judging a statement (`checks`), identifiers
(`identity`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Status = Literal["booked", "pending", "void"]
FormatFamily = Literal["camt.052", "camt.053", "camt.054", "mt940", "ofx", "bai2", "csv"]

NOTICE_FORMATS: Final = frozenset({"camt.052", "camt.054"})
"""Formats that announce movements before a statement proves them."""

MONEY_DECIMALS: Final = 4
MONEY_LIMIT: Final = Decimal(10) ** 16


class Balance(NamedTuple):
    """A balance as the bank states it: signed amount in `currency_code` on a day."""

    date: dt.date | None
    amount: Decimal
    currency_code: str


class StatedTotals(NamedTuple):
    """What a statement says of itself; None where it says nothing.

    line_count: Lines of the statement. credit_count, debit_count: of one direction.
    credit_sum, debit_sum: Σ of one direction, both positive, in the statement's currency.
    """

    line_count: int | None = None
    credit_count: int | None = None
    credit_sum: Decimal | None = None
    debit_count: int | None = None
    debit_sum: Decimal | None = None


@dataclass(frozen=True)
class ParsedLine:
    """One movement.

    Attributes:
        file_line: Line of the file the movement begins on, from 1.
        amount: Signed, money in is positive, in `currency_code`.
        status: booked: moved money and counts in the balance chain. pending: announced. void: the
            file lists it, yet no money moved on this account (closed orders, moves between pots of
            one wallet).
        balance_after: The account's balance after the movement, where the bank states it.
    """

    file_line: int
    booking_date: dt.date | None
    value_date: dt.date | None
    amount: Decimal
    currency_code: str
    bank_reference: str | None = None
    end_to_end_reference: str | None = None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    remittance_text: str | None = None
    transaction_code: str | None = None
    balance_after: Decimal | None = None
    status: Status = "booked"


@dataclass(frozen=True)
class ParsedStatement:
    """One statement of one account, or one notice (camt.052, camt.054).

    Attributes:
        account_id: IBAN or account number without blanks; empty where the file names none.
        number: The bank's number of the statement, or its period.
        opening, closing: Booked balances; None where the file states none.
        needs_balances: The format promises both balances, so that their absence is a fault.
        is_complete: Neither a page of a longer statement nor one whose opening is unknown.
    """

    family: FormatFamily
    account_id: str
    currency_code: str
    number: str
    opening: Balance | None
    closing: Balance | None
    lines: tuple[ParsedLine, ...]
    file_line: int = 1
    bank_identifier: str | None = None
    bank_name: str | None = None
    needs_balances: bool = True
    is_complete: bool = True
    stated: StatedTotals = field(default_factory=StatedTotals)

    @property
    def is_notice(self) -> bool:
        """Whether this announces movements instead of proving balances."""
        return self.family in NOTICE_FORMATS

    @property
    def booked_sum(self) -> Decimal:
        """Σ amount of the booked lines."""
        booked = (line.amount for line in self.lines if line.status == "booked")
        return sum(booked, start=Decimal(0))


def without_blanks(account: str) -> str:
    """Return an account number as it identifies the account: no blanks, capital letters."""
    return "".join(account.split()).upper()


def text_or_none(text: str | None) -> str | None:
    """Return a text with runs of blanks made one, or None where nothing is left."""
    return (" ".join(text.split()) or None) if text else None
