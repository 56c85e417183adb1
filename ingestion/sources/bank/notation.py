"""Reads amounts and dates in exactly one notation; anything else is refused, nothing is guessed.

**Belongs here**: strict readers of single values.

**Keep out**: where a value stands in a format, what it means.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final

from ingestion.sources.bank.refusals import (
    AmountTooLarge,
    AmountUnreadable,
    DateUnreadable,
    TooManyDecimals,
)
from ingestion.sources.bank.statement import MONEY_DECIMALS, MONEY_LIMIT

_EARLIEST: Final = dt.date(1970, 1, 1)
_LATEST: Final = dt.date(2100, 12, 31)
# ASCII digits only: fullwidth digits look alike and are refused.
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_COMMA: Final = re.compile(r"[+-]?[0-9]+(?:,[0-9]*)?")
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def exact_money(amount: Decimal, line: int) -> Decimal:
    """Return the amount if money can hold it exactly.

    Raises:
        TooManyDecimals: more than four decimals that are not zero.
        AmountTooLarge: ten to the sixteenth or more.
    """
    if abs(amount) >= MONEY_LIMIT:
        raise AmountTooLarge(line)
    exponent = amount.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    if decimals > MONEY_DECIMALS:
        shortened = amount.quantize(Decimal(1).scaleb(-MONEY_DECIMALS))
        if shortened != amount:
            raise TooManyDecimals(line, amount)
        return shortened
    return amount


def read_amount(text: str, line: int, column: str, *, grouped: bool = False) -> Decimal:
    """Read an amount with a decimal point, with thousands commas where `grouped`.

    Raises:
        AmountUnreadable: any other notation: decimal comma, fullwidth digits, parentheses, words.
    """
    stripped = text.strip()
    if _PLAIN.fullmatch(stripped):
        return exact_money(Decimal(stripped), line)
    if grouped and _GROUPED.fullmatch(stripped):
        return exact_money(Decimal(stripped.replace(",", "")), line)
    raise AmountUnreadable(line, column)


def read_comma_amount(text: str, line: int, column: str) -> Decimal:
    """Read an amount with a decimal comma, as SWIFT writes it (`500,` is five hundred).

    Raises:
        AmountUnreadable: any other notation.
    """
    stripped = text.strip()
    if not _COMMA.fullmatch(stripped):
        raise AmountUnreadable(line, column)
    return exact_money(Decimal(stripped.replace(",", ".")), line)


def read_date(text: str, pattern: str, line: int, column: str) -> dt.date:
    """Read a date in a strptime pattern; the time of day, if any, is dropped.

    Raises:
        DateUnreadable: another notation, no such day, or outside 1970 to 2100.
    """
    stripped = text.strip()
    try:
        if not stripped.isascii():
            raise DateUnreadable(line, column)
        if pattern == "%Y-%m-%d":
            if len(stripped) != len("2026-10-31"):
                raise DateUnreadable(line, column)
            day = dt.date.fromisoformat(stripped)
        else:
            # The bank's own calendar day is meant, whatever the clock's zone.
            day = dt.datetime.strptime(stripped, pattern).date()  # noqa: DTZ007 (a day, no instant)
    except ValueError as error:
        if isinstance(error, DateUnreadable):
            raise
        raise DateUnreadable(line, column) from error
    return checked_date(day, line, column)


def checked_date(day: dt.date, line: int, column: str) -> dt.date:
    """Return the day if it lies between 1970 and 2100.

    Raises:
        DateUnreadable: it does not, as 9999-12-31.
    """
    if not _EARLIEST <= day <= _LATEST:
        raise DateUnreadable(line, column)
    return day
