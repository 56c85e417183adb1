"""Remembers what was landed, so that overlapping exports add what is new and nothing else.

**Belongs here**: telling a statement that follows the last one from one that overlaps it, and the
part of an overlapping statement that is new.

**Keep out**: rows (`rows`), what makes two lines the same (`identity`).

A statement *follows* where it opens on or after the day the last one closed, with its closing
balance: all its lines are new, even one that looks like another of that day. Any other statement
may *overlap*: a line that was landed stays with the statement it was landed with, and the
statement is landed from where the known lines end (or up to where they begin), its balance moved by
them, so that balances still chain. Where known lines stand in its middle, the statement is landed
with what is new and is not complete.

The memory is kept in the landing's cursors: `lines <account> <month>` holds identifiers,
`statements <account>` what each statement said, `closing <account>` the youngest closing balance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ingestion.sources.bank.identity import content_digest, line_id, statement_id
from ingestion.sources.bank.refusals import StatementRepeated
from ingestion.sources.bank.statement import Balance, ParsedLine, ParsedStatement

_STORED_LENGTH: Final = 16  # of 32 hex digits: 64 bits tell the lines of one month apart


class LandedLines:
    """Lines, statements and closing balances landed so far, by account."""

    def __init__(self, cursors: Mapping[str, str]) -> None:
        """Start from what earlier runs stored."""
        self._stored = cursors
        self._lines: dict[str, set[str]] = {}
        self._statements: dict[str, dict[str, str]] = {}
        self._closings: dict[str, tuple[str, str]] = {}

    def refuse_contradictions(self, statements: list[ParsedStatement]) -> None:
        """Make sure that no statement was landed before, or stands in the file, with other content.

        Raises:
            StatementRepeated: one was.
        """
        here: dict[str, str] = {}
        for statement in statements:
            key, content = statement_id(statement), content_digest(statement)
            known = self._of_account(statement.account_id).get(key) or here.setdefault(key, content)
            if known != content:
                raise StatementRepeated(statement.account_id, statement.number)

    def new_part(self, statement: ParsedStatement) -> tuple[ParsedStatement, list[str]] | None:
        """Remember a statement and return what of it is new.

        Returns:
            The statement with its new lines and their identifiers, or None where all of it was
            landed before.
        """
        account = statement.account_id
        statements = self._of_account(account)
        key = statement_id(statement)
        if key in statements:
            return None
        follows = self._follows(statement)
        ids, known = self._identified(statement, follows=follows)
        statements[key] = content_digest(statement)
        self._remember_closing(statement)
        if known and all(known):
            return None
        if not any(known):
            return statement, ids
        fresh = [one for one, is_known in zip(ids, known, strict=True) if not is_known]
        return _trimmed(statement, known), fresh

    def store(self, cursors: dict[str, str]) -> None:
        """Write what changed into the cursors of this run."""
        for name, ids in self._lines.items():
            cursors[f"lines {name}"] = json.dumps(sorted(ids))
        for account, contents in self._statements.items():
            cursors[f"statements {account}"] = json.dumps(contents, sort_keys=True)
        for account, closing in self._closings.items():
            cursors[f"closing {account}"] = json.dumps(closing)

    def _of_account(self, account: str) -> dict[str, str]:
        if account not in self._statements:
            stored = self._stored.get(f"statements {account}", "{}")
            self._statements[account] = json.loads(stored)
        return self._statements[account]

    def _month(self, account: str, line: ParsedLine) -> set[str]:
        name = f"{account} {line.booking_date:%Y-%m}"
        if name not in self._lines:
            self._lines[name] = set(json.loads(self._stored.get(f"lines {name}", "[]")))
        return self._lines[name]

    def _identified(
        self, statement: ParsedStatement, *, follows: bool
    ) -> tuple[list[str], list[bool]]:
        ordinals: dict[str, int] = {}
        ids, known = [], []
        for line in statement.lines:
            month = self._month(statement.account_id, line)
            first = line_id(statement, line, 1)
            ordinal = ordinals.get(first, 0) + 1
            one = line_id(statement, line, ordinal)
            while follows and one[:_STORED_LENGTH] in month:
                ordinal += 1
                one = line_id(statement, line, ordinal)
            ordinals[first] = ordinal
            ids.append(one)
            known.append(one[:_STORED_LENGTH] in month)
            month.add(one[:_STORED_LENGTH])
        return ids, known

    def _closing(self, account: str) -> tuple[str, str] | None:
        if account in self._closings:
            return self._closings[account]
        stored = self._stored.get(f"closing {account}")
        return tuple(json.loads(stored)) if stored else None

    def _follows(self, statement: ParsedStatement) -> bool:
        last, opening = self._closing(statement.account_id), statement.opening
        if last is None or opening is None or opening.date is None or statement.is_notice:
            return False
        return opening.date.isoformat() >= last[0] and opening.amount == Decimal(last[1])

    def _remember_closing(self, statement: ParsedStatement) -> None:
        closing = statement.closing
        if closing is None or closing.date is None or statement.is_notice:
            return
        last = self._closing(statement.account_id)
        day = closing.date.isoformat()
        if last is None or day >= last[0]:
            self._closings[statement.account_id] = (day, str(closing.amount))


def _trimmed(statement: ParsedStatement, known: list[bool]) -> ParsedStatement:
    """Leave out lines known from before and move the balances by them."""
    lines = statement.lines
    begin = known.index(False)
    end = len(known) - known[::-1].index(False)
    fresh = tuple(line for line, is_known in zip(lines, known, strict=True) if not is_known)
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None or any(known[begin:end]):
        return replace(statement, lines=fresh, is_complete=False)
    if begin:
        opening = _moved(opening, lines[:begin], lines[begin - 1], sign=1)
    if end < len(lines):
        closing = _moved(closing, lines[end:], lines[end], sign=-1)
    return replace(statement, lines=fresh, opening=opening, closing=closing)


def _moved(
    balance: Balance, lines: tuple[ParsedLine, ...], border: ParsedLine, *, sign: int
) -> Balance:
    total = sum((line.amount for line in lines if line.status == "booked"), start=Decimal(0))
    return Balance(border.booking_date, balance.amount + sign * total, balance.currency_code)
