"""Statements as plain documents, for golden files and comparisons.

Belongs here: turning a parsed statement into JSON values.
Keep out: expectations.
"""

from __future__ import annotations

from typing import Any

from ingestion.sources.bank.statement import Balance, ParsedStatement


def document(statement: ParsedStatement) -> dict[str, Any]:
    """Return a statement with amounts and days as text; fields without a value are left out."""
    return {
        "format": statement.family,
        "account": statement.account_id,
        "currency": statement.currency_code,
        "number": statement.number,
        "opening": _balance(statement.opening),
        "closing": _balance(statement.closing),
        "bank": [statement.bank_identifier, statement.bank_name],
        "is_complete": statement.is_complete,
        "lines": [
            {name: str(value) for name, value in vars(line).items() if value is not None}
            for line in statement.lines
        ],
    }


def _balance(balance: Balance | None) -> list[str] | None:
    if balance is None:
        return None
    return [str(balance.date), str(balance.amount), balance.currency_code]
