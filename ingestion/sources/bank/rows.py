"""Turns judged statements into the rows of `raw_bank`, each line once.

**Belongs here**: which of several files wins, and Arrow tables with the place each row came from.

**Keep out**: identifiers (`identity`), contracts (`expectations`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from ingestion.landed_source import Column, Extract, TableContract
from ingestion.sources.bank.expectations import ACCOUNTS, STATEMENT_LINES, STATEMENTS
from ingestion.sources.bank.identity import line_ids, statement_id
from ingestion.sources.bank.refusals import StatementRepeated
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
    """The rows of one run: files are added one by one, in the order of their names.

    A line that stands in two files is landed from the first; overlapping exports add what is new.
    """

    def __init__(self) -> None:
        self._accounts: dict[str, _Row] = {}
        self._statements: dict[str, _Row] = {}
        self._contents: dict[str, ParsedStatement] = {}
        self._lines: dict[str, _Row] = {}

    def add(self, file_name: str, statements: Sequence[ParsedStatement]) -> int:
        """Add every statement of one file, or none of them.

        Returns:
            Lines of the file that stood in no file before it.

        Raises:
            StatementRepeated: the file, or an earlier one, has the same statement with other
                balances or lines.
        """
        named = [(statement_id(statement), statement) for statement in statements]
        known = dict(self._contents)
        for key, statement in named:
            earlier = known.setdefault(key, statement)
            if earlier is not statement and _content(earlier) != _content(statement):
                raise StatementRepeated(statement.account_id, statement.number)
        before = len(self._lines)
        ids = line_ids(statements)
        for (key, statement), keys in zip(named, ids, strict=True):
            if key in self._contents:
                continue
            self._contents[key] = statement
            self._statements[key] = _statement_row(key, statement, file_name)
            self._add_account(statement, file_name)
            for number, (line_key, line) in enumerate(
                zip(keys, statement.lines, strict=True), start=1
            ):
                if line_key not in self._lines:
                    self._lines[line_key] = _line_row(
                        line_key, key, statement.account_id, number, line, file_name
                    )
        return len(self._lines) - before

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
        """Hand over the three tables."""
        amounts = sum((row[6] for row in self._lines.values()), start=Decimal(0))
        for contract, rows, sums in (
            (ACCOUNTS, self._accounts, None),
            (STATEMENTS, self._statements, None),
            (STATEMENT_LINES, self._lines, {"amount": amounts}),
        ):
            yield _extract(contract, rows, sums)


def _content(statement: ParsedStatement) -> tuple[object, ...]:
    # Where a line stands in its file and how the bank is called are no part of a statement.
    lines = tuple((line.booking_date, line.amount, line.bank_reference) for line in statement.lines)
    return statement.opening, statement.closing, statement.currency_code, lines


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
        statement.is_complete and opening is not None and closing is not None,
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


def _extract(
    contract: TableContract, rows: Mapping[str, _Row], sums: Mapping[str, Decimal] | None
) -> Extract:
    columns = (*contract.columns, Column("_file", "text"), Column("_line", "integer"))
    values = zip(*rows.values(), strict=True) if rows else ((),) * len(columns)
    arrays = [
        pa.array(cells, _ARROW_TYPES[column.type])
        for column, cells in zip(columns, values, strict=True)
    ]
    return Extract(
        table=contract.name,
        rows=pa.table(arrays, names=[column.name for column in columns]),
        scope="changes",
        source_rows=len(rows),
        source_sums=sums,
    )
