"""Turns judged statements into the rows of `raw_bank`.

**Belongs here**: Arrow tables with the place each row came from.

**Keep out**: identifiers (`identity`), what was landed before (`landed_lines`), contracts
(`expectations`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from ingestion.landed_source import Column, Extract, TableContract
from ingestion.sources.bank.expectations import ACCOUNTS, STATEMENT_LINES, STATEMENTS
from ingestion.sources.bank.identity import statement_id
from ingestion.sources.bank.statement import ParsedLine, ParsedStatement

_ARROW_TYPES: Final = {
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.decimal128(20, 4),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}
_Row = tuple[Any, ...]


class BankRows:
    """The rows of one run."""

    def __init__(self) -> None:
        self._accounts: dict[str, _Row] = {}
        self._statements: list[_Row] = []
        self._lines: list[_Row] = []

    def add(self, file_name: str, statement: ParsedStatement, ids: Sequence[str]) -> None:
        """Add a statement with its lines and their identifiers."""
        key = statement_id(statement)
        self._add_account(statement, file_name)
        self._statements.append(_statement_row(key, statement, file_name))
        self._lines.extend(
            _line_row(line_key, key, statement.account_id, number, line, file_name)
            for number, (line_key, line) in enumerate(
                zip(ids, statement.lines, strict=True), start=1
            )
        )

    def _add_account(self, statement: ParsedStatement, file_name: str) -> None:
        row: _Row = (
            statement.account_id,
            statement.currency_code,
            statement.bank_identifier,
            statement.bank_name,
            file_name,
            statement.file_line,
        )
        earlier = self._accounts.get(statement.account_id, row)
        # A format that says less takes nothing away.
        row = tuple(old if new is None else new for old, new in zip(earlier, row, strict=True))
        self._accounts[statement.account_id] = row

    def extracts(self) -> Iterator[Extract]:
        """Hand over the three tables: what this run adds, nothing of earlier runs."""
        yield _extract(ACCOUNTS, list(self._accounts.values()))
        yield _extract(STATEMENTS, self._statements)
        yield _extract(STATEMENT_LINES, self._lines)


def _statement_row(key: str, statement: ParsedStatement, file_name: str) -> _Row:
    opening, closing = statement.opening, statement.closing
    return (
        key,
        statement.account_id,
        statement.family,
        statement.number or None,
        statement.currency_code,
        opening.date if opening else None,
        opening.amount if opening else None,
        closing.date if closing else None,
        closing.amount if closing else None,
        statement.is_complete and not statement.is_notice and bool(opening and closing),
        file_name,
        statement.file_line,
    )


def _line_row(
    key: str, statement_key: str, account_id: str, number: int, line: ParsedLine, file_name: str
) -> _Row:
    return (
        key,
        statement_key,
        account_id,
        number,
        line.booking_date,
        line.value_date,
        line.amount,
        line.currency_code,
        line.bank_reference,
        line.end_to_end_reference,
        line.counterparty_name,
        line.counterparty_account,
        line.remittance_text,
        line.transaction_code,
        line.balance_after,
        line.status,
        file_name,
        line.file_line,
    )


def _extract(contract: TableContract, rows: Sequence[_Row]) -> Extract:
    columns = (*contract.columns, Column("_file", "text"), Column("_line", "integer"))
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = [
        pa.array(cells, _ARROW_TYPES[column.type])
        for column, cells in zip(columns, values, strict=True)
    ]
    return Extract(
        table=contract.name,
        rows=pa.table(arrays, names=[column.name for column in columns]),
        scope="changes",
    )
