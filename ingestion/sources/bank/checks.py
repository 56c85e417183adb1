"""Judges parsed statements: what must be true before a line of a file may be landed.

**Belongs here**: rules that hold for every format, and the warning about account numbers.

**Keep out**: reading formats; rules of single rows (`expectations`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from schwifty import IBAN

from ingestion.currency_codes import KNOWN_CURRENCIES
from ingestion.sources.bank.refusals import (
    AccountMissing,
    AccountUnknown,
    BalanceMissing,
    BookingDateMissing,
    ClosingBalanceWrong,
    CurrencyMissing,
    CurrencyMixed,
    CurrencyUnknown,
    NoLines,
    PeriodReversed,
    RunningBalanceWrong,
    StatedTotalWrong,
)
from ingestion.sources.bank.statement import ParsedLine, ParsedStatement

logger = logging.getLogger(__name__)

_LIKE_AN_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


def check_statement(
    statement: ParsedStatement, known_accounts: Collection[str] | None = None
) -> None:
    """Judge one statement.

    Args:
        statement: As a parser returned it.
        known_accounts: Account numbers a statement may belong to; None allows any.

    Raises:
        BankFileRefused: the subclass named after the first rule that is broken.
    """
    _check_account(statement, known_accounts)
    _check_currency(statement)
    _check_presence(statement)
    _check_stated_totals(statement)
    _check_running_balance(statement)
    _check_closing_balance(statement)


def _check_account(statement: ParsedStatement, known_accounts: Collection[str] | None) -> None:
    account = statement.account_id
    if not account:
        raise AccountMissing(statement.file_line)
    if known_accounts is not None and account not in known_accounts:
        raise AccountUnknown(account)
    if not iban_is_sound(account):
        # Banks' own test files and migrated accounts carry such numbers; the money is real.
        logger.warning("account %s looks like an IBAN, its check digits are wrong", account)


def iban_is_sound(account_id: str) -> bool:
    """Tell whether an account number that looks like an IBAN has right check digits.

    Account numbers that do not look like an IBAN are sound.
    """
    if not _LIKE_AN_IBAN.fullmatch(account_id):
        return True
    return bool(IBAN(account_id, allow_invalid=True).is_valid)


def _check_currency(statement: ParsedStatement) -> None:
    account = statement.account_id
    if not statement.currency_code:
        raise CurrencyMissing(account)
    codes = {statement.currency_code}
    codes.update(one.currency_code for one in (statement.opening, statement.closing) if one)
    codes.update(line.currency_code for line in statement.lines if line.status == "booked")
    every = codes | {line.currency_code for line in statement.lines}
    for code in sorted(every):
        if code not in KNOWN_CURRENCIES:
            raise CurrencyUnknown(account, code)
    if len(codes) > 1 and not statement.is_notice:
        raise CurrencyMixed(account, sorted(codes))


def _check_presence(statement: ParsedStatement) -> None:
    if statement.needs_balances and not statement.is_notice:
        for which, balance in (("opening", statement.opening), ("closing", statement.closing)):
            if balance is None:
                raise BalanceMissing(statement.account_id, statement.number, which)
    elif not statement.lines and statement.closing is None and statement.stated.line_count != 0:
        raise NoLines
    opening, closing = statement.opening, statement.closing
    if opening and closing and opening.date and closing.date and opening.date > closing.date:
        raise PeriodReversed(statement.account_id, statement.number)
    for line in statement.lines:
        if line.booking_date is None:
            raise BookingDateMissing(line.file_line)


def _check_stated_totals(statement: ParsedStatement) -> None:
    stated = statement.stated
    booked = [line.amount for line in statement.lines if line.status != "void"]
    received = [amount for amount in booked if amount > 0]
    spent = [-amount for amount in booked if amount < 0]
    found: Iterable[tuple[str, int | Decimal | None, int | Decimal]] = (
        ("number of lines", stated.line_count, len(statement.lines)),
        ("number of credits", stated.credit_count, len(received)),
        ("number of debits", stated.debit_count, len(spent)),
        ("sum of credits", stated.credit_sum, _total(received)),
        ("sum of debits", stated.debit_sum, _total(spent)),
    )
    for what, expected, computed in found:
        if expected is not None and expected != computed:
            raise StatedTotalWrong(what, expected, computed)


def _check_running_balance(statement: ParsedStatement) -> None:
    balance = statement.opening.amount if statement.opening else None
    for line in statement.lines:
        if line.status != "booked":
            continue
        if balance is not None:
            balance += line.amount
        if line.balance_after is not None:
            if balance is not None and balance != line.balance_after:
                raise RunningBalanceWrong(line.file_line, balance, line.balance_after)
            balance = line.balance_after


def _check_closing_balance(statement: ParsedStatement) -> None:
    if statement.opening is None or statement.closing is None or statement.is_notice:
        return
    computed = statement.opening.amount + statement.booked_sum
    if computed != statement.closing.amount:
        raise ClosingBalanceWrong(
            statement.account_id, statement.number, computed, statement.closing.amount
        )


def chronological(lines: Sequence[ParsedLine]) -> tuple[ParsedLine, ...]:
    """Return lines oldest first, as running balances need them.

    Banks export oldest or newest first and often do not say which. Dates decide; within one day,
    where they cannot, the order whose running balances chain.
    """
    given, turned = tuple(lines), tuple(reversed(lines))
    days = [line.booking_date for line in given if line.booking_date]
    if days and days[0] != days[-1]:
        return given if days[0] < days[-1] else turned
    return turned if not _chains(given) and _chains(turned) else given


def _chains(lines: Sequence[ParsedLine]) -> bool:
    return all(
        after.balance_after is None
        or before.balance_after is None
        or before.balance_after + after.amount == after.balance_after
        for before, after in pairwise(lines)
    )


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, start=Decimal(0))
