"""Reads an ERP kept in SQLite, through DuckDB's scanner.

**Belongs here**: SQLite's storage of amounts, its SQL, the scanner extension.

**Keep out**: other engines, what is landed.

Tryton keeps amounts in SQLite as the bytes of their decimal text; other writers as text or as
floating-point numbers. All are read as text. Σ is exact: whole parts and millionths are added as
integers, because SQLite's own `sum` would turn money into floats.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from ingestion.sources.erp.catalogue import ErpColumn
from ingestion.sources.erp.erp_database import ErpDatabase, ErpTableTotals, ErpUnreachable
from ingestion.warehouse import open_scratch

_BATCH_ROWS: Final = 122_880
_MILLION: Final = Decimal(1_000_000)
_NARROW: Final = {"quantity": "decimal(18,6)", "rate": "decimal(18,10)"}
_CHANGED_AT: Final = "coalesce(write_date, create_date)"


class ScannerMissing(ImportError):
    """The package with DuckDB's SQLite scanner must be installed in DuckDB's own version."""


class SqliteDatabase(ErpDatabase):
    """An ERP in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open the file for reading.

        Raises:
            ErpUnreachable: there is no such file, or it is no SQLite database.
            ScannerMissing: the scanner is not installed.
        """
        if not path.is_file():
            raise ErpUnreachable(
                f"The ERP database {path} does not exist. Correct sources.erp.url in "
                "ledgerhouse.yml."
            )
        self._own = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            # One read transaction here and one in the scanner: nothing changes while it is read.
            self._own.execute("begin")
            self._own.execute("select 1 from sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            self._own.close()
            raise ErpUnreachable(
                f"{path} cannot be read as a SQLite database ({error}). Correct sources.erp.url "
                "in ledgerhouse.yml."
            ) from error
        self._scanner = open_scratch()
        load_sqlite_scanner(self._scanner)
        self._scanner.execute("set sqlite_all_varchar = true")
        escaped = str(path).replace("'", "''")
        self._scanner.execute(f"attach '{escaped}' as erp (type sqlite, read_only)")
        self._scanner.execute("begin")

    def columns(self) -> Mapping[str, frozenset[str]]:
        """Table → its columns."""
        tables: dict[str, set[str]] = {}
        for table, column in self._own.execute(
            "select m.name, c.name from sqlite_master as m, pragma_table_info(m.name) as c "
            "where m.type = 'table'"
        ):
            tables.setdefault(table, set()).add(column)
        return {table: frozenset(columns) for table, columns in tables.items()}

    def totals(self, table: str, sums: Sequence[str]) -> ErpTableTotals:
        """Count and add a table."""
        parts = "".join(f", {_whole(name)}, {_millionths(name)}" for name in map(_quoted, sums))
        found = self._one(f"select count(*), max({_CHANGED_AT}){parts} from {_quoted(table)}")
        rows, changed_at, *added = found
        return ErpTableTotals(
            int(rows),
            {
                name: _amount(whole, millionths)
                for name, whole, millionths in zip(sums, added[::2], added[1::2], strict=True)
            },
            changed_at,
        )

    def rows(
        self, table: str, columns: Sequence[ErpColumn], since: str | None = None
    ) -> pa.RecordBatchReader:
        """Read a table as text; floats are rounded to their type's scale."""
        listed = ", ".join(_read(column) for column in columns)
        changed = "" if since is None else f" where {_CHANGED_AT} >= ?"
        return self._scanner.execute(
            f"select {listed} from erp.{_quoted(table)}{changed}", [] if since is None else [since]
        ).to_arrow_reader(_BATCH_ROWS)

    def ids(self, table: str) -> pa.Table:
        """The ids alive in a table."""
        return self._scanner.execute(f"select id from erp.{_quoted(table)}").to_arrow_table()

    def trial_balance(self) -> pa.Table:
        """Σ debit and credit of posted moves, by account and period."""
        found = self._own.execute(
            "select line.account, move.period, "
            f"{_whole('line.debit')}, {_millionths('line.debit')}, "
            f"{_whole('line.credit')}, {_millionths('line.credit')} "
            "from account_move_line as line join account_move as move on move.id = line.move "
            "where move.state = 'posted' group by line.account, move.period"
        ).fetchall()
        return _table(
            ("account", "period", "debit", "credit"),
            [
                (account, period, _amount(*amounts[:2]), _amount(*amounts[2:]))
                for account, period, *amounts in found
            ],
        )

    def stock_on_hand(self) -> pa.Table:
        """Σ of done moves, by company, product and storage location."""
        found = self._own.execute(
            "select company, product, place, round(sum(moved), 6) from ("
            "select company, product, to_location as place, internal_quantity as moved "
            "from stock_move where state = 'done' union all "
            "select company, product, from_location, -internal_quantity "
            "from stock_move where state = 'done') "
            "where place in (select id from stock_location where type = 'storage') "
            "group by company, product, place"
        ).fetchall()
        return _table(("company", "product", "location", "quantity"), found)

    def close(self) -> None:
        """Let go of the file."""
        self._scanner.close()
        self._own.close()

    def _one(self, sql: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._own.execute(sql).fetchone()
        return found


def load_sqlite_scanner(connection: duckdb.DuckDBPyConnection) -> None:
    """Load DuckDB's SQLite scanner from its package; nothing is downloaded.

    Raises:
        ScannerMissing: no package for this version of DuckDB.
    """
    place = f"extensions/v{duckdb.__version__}/sqlite_scanner.duckdb_extension"
    try:
        file = resources.files("duckdb_extension_sqlite_scanner").joinpath(place)
    except ModuleNotFoundError as error:
        raise ScannerMissing(_scanner_remedy()) from error
    if not file.is_file():
        raise ScannerMissing(_scanner_remedy())
    with resources.as_file(file) as extension:
        connection.execute("load '{}'".format(str(extension).replace("'", "''")))


def _scanner_remedy() -> str:
    return (
        "DuckDB's SQLite scanner is not installed. Install "
        f"duckdb-extension-sqlite-scanner=={duckdb.__version__}, the version of DuckDB itself."
    )


def _read(column: ErpColumn) -> str:
    name = _quoted(column.name)
    if not column.is_float:
        return name
    kind = _NARROW.get(column.type, column.sql_type)
    # What is no number is handed over as it is, for the landing to refuse.
    return f"coalesce(cast(try_cast({name} as {kind}) as varchar), {name}) as {name}"


def _whole(column: str) -> str:
    text = f"cast({column} as text)"
    return (
        f"sum(case when {text} like '%e%' then cast(cast({text} as real) as integer) "
        f"else cast({text} as integer) end)"
    )


def _millionths(column: str) -> str:
    text, point = f"cast({column} as text)", f"instr(cast({column} as text), '.')"
    real = f"cast({text} as real)"
    return (
        f"sum(case when {text} like '%e%' "
        f"then cast(round(({real} - cast({real} as integer)) * 1000000) as integer) "
        f"when {point} = 0 then 0 else (case when {text} like '-%' then -1 else 1 end) "
        f"* cast(substr(substr({text}, {point} + 1) || '000000', 1, 6) as integer) end)"
    )


def _amount(whole: int | None, millionths: int | None) -> Decimal:
    return Decimal(whole or 0) + Decimal(millionths or 0) / _MILLION


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    return pa.table(
        {
            name: pa.array([None if value is None else str(value) for value in values], pa.string())
            for name, values in zip(names, columns, strict=True)
        }
    )


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
