"""The type words of the canonical contract and what they are in DuckDB.

**Belongs here**: the mapping of type words, and which of them are exact decimals.

**Keep out**: casting and judging values (`validation`).
"""

from __future__ import annotations

from typing import Final

_DUCKDB_TYPES: Final[dict[str, str]] = {
    "text": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "money": "DECIMAL(20,4)",
    "rate": "DECIMAL(18,10)",
    "quantity": "DECIMAL(20,6)",
    "ratio": "DECIMAL(9,6)",
}


def duckdb_type(word: str) -> str:
    """Return the DuckDB type of a type word; a DuckDB type stands for itself."""
    return _DUCKDB_TYPES.get(word, word.upper())


def is_exact_number(word: str) -> bool:
    """Tell whether values must fit the type without rounding: integers and decimals."""
    kind = duckdb_type(word)
    return kind.startswith("DECIMAL") or kind in {"BIGINT", "INTEGER", "HUGEINT"}
