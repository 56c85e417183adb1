"""Gives accounts, statements and lines identifiers that survive replays and overlapping exports.

**Belongs here**: what makes two lines the same line.

**Keep out**: which file wins (`BankSource`), reading formats.

A booked line is the same line wherever account, booking date, amount, bank reference and
remittance text are the same; the n-th of such equal lines of a day is the n-th in every file that
shows the day. Two statements of one day that each show an equal line *without* a reference
would share it: the second statement then no longer adds up and the warehouse's balance check says
so. Announced lines have identifiers of their own, so that a notice never moves a booked line.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from ingestion.sources.bank.statement import ParsedLine, ParsedStatement

_SEPARATOR = "\x1f"


def statement_id(statement: ParsedStatement) -> str:
    """Return the identifier of a statement: account, format family, number and period."""
    return _digest(
        statement.account_id,
        statement.family,
        statement.number,
        str(statement.opening.date) if statement.opening else "",
        str(statement.closing.date) if statement.closing else "",
    )


def line_ids(statements: Iterable[ParsedStatement]) -> list[list[str]]:
    """Return one identifier per line, statement by statement, for the statements of one file."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for statement in statements:
        ids = []
        for line in statement.lines:
            marks = _marks(statement, line)
            seen[marks] += 1
            ids.append(_digest(*marks, str(seen[marks])))
        found.append(ids)
    return found


def _marks(statement: ParsedStatement, line: ParsedLine) -> tuple[str, ...]:
    kind = "" if line.status == "booked" else f"{line.status}:{statement.family}"
    return (
        statement.account_id,
        str(line.booking_date),
        f"{line.amount:.4f}",
        line.bank_reference or "",
        line.remittance_text or "",
        kind,
    )


def _digest(*parts: str) -> str:
    return hashlib.blake2b(_SEPARATOR.join(parts).encode(), digest_size=16).hexdigest()
