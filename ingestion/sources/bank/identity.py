"""Gives statements and lines identifiers that survive replays, renames and overlapping exports.

**Belongs here**: what makes two statements or two lines the same.

**Keep out**: which lines were landed before (`landed_lines`), reading formats.

A booked line is the same line wherever account, booking date, amount, bank reference and
remittance text are the same; an ordinal tells apart equal lines of one day. Announced lines have
identifiers of their own, so that a notice never touches a booked line.
"""

from __future__ import annotations

import hashlib

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


def content_digest(statement: ParsedStatement) -> str:
    """Return a digest of what a statement says: balances and lines, not where they stand."""
    parts = [str(statement.opening), str(statement.closing), statement.currency_code]
    for line in statement.lines:
        parts += [str(line.booking_date), f"{line.amount:.4f}", line.bank_reference or ""]
    return _digest(*parts)


def line_id(statement: ParsedStatement, line: ParsedLine, ordinal: int) -> str:
    """Return the identifier of a line, the `ordinal`-th among equal lines of its day."""
    kind = "" if line.status == "booked" else f"{line.status}:{statement.family}"
    return _digest(
        statement.account_id,
        str(line.booking_date),
        f"{line.amount:.4f}",
        line.bank_reference or "",
        line.remittance_text or "",
        kind,
        str(ordinal),
    )


def _digest(*parts: str) -> str:
    return hashlib.blake2b(_SEPARATOR.join(parts).encode(), digest_size=16).hexdigest()
