"""Rows of an ERP table as columns, and how they are stored in SQLite.

**Belongs here:** the value types of columns and their conversion, fast enough for millions of rows.
**Keep out:** which rows there are (`erp_masters`, `erp_trade`, `erp_stock`, `erp_ledger`).

Tryton on SQLite keeps amounts as the bytes of their decimal text, dates as ISO text, timestamps as
ISO text in UTC and booleans as 0 and 1; so does this module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import yaml

from ingestion.demo_company.timeline import Days, Ints

_SCHEMA_FILE = Path(__file__).with_name("tryton_schema.yml")
_BATCH = 200_000
_END_OF_LAST_DAY = np.datetime64("2026-10-31T23:59:59", "us")


class Money(NamedTuple):
    """A NUMERIC column: amounts in cents; `missing` marks nulls."""

    cents: Ints
    missing: Any = None


class Reference(NamedTuple):
    """A column of texts '<model>,<id>'; ids below zero are null."""

    model: str
    ids: Ints


Rows = Mapping[str, Any]
"""Columns of a table: arrays of one length, `Money`, `Reference`, or a scalar for every row."""


class UnknownErpColumn(Exception):
    """Every column written is a column of the Tryton table."""


def tryton_schema() -> dict[str, dict[str, str]]:
    """Give the tables of the ERP database: table → column → declared type."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def create_tables(connection: sqlite3.Connection) -> None:
    """Create all tables, empty."""
    for table, columns in tryton_schema().items():
        body = ", ".join(
            f'"{name}" INTEGER PRIMARY KEY AUTOINCREMENT' if name == "id" else f'"{name}" {declared}'
            for name, declared in columns.items()
        )
        connection.execute(f'CREATE TABLE "{table}" ({body})')


def business_time(days: Days, ids: Ints) -> np.ndarray:
    """Give a plausible instant (UTC, in office hours) on each day, never after the last day."""
    seconds = 1 * 3600 + (np.asarray(ids, dtype=np.int64) * 7_919) % (8 * 3600)
    moments = np.asarray(days, dtype="datetime64[D]").astype("datetime64[us]")
    moments = moments + (seconds * 1_000_000).astype("timedelta64[us]")
    return np.minimum(moments, _END_OF_LAST_DAY)


def write_rows(
    connection: sqlite3.Connection, schema: Mapping[str, Mapping[str, str]], table: str, rows: Rows
) -> int:
    """Insert rows into a table and give their number.

    Raises:
        UnknownErpColumn: A column is not one of the table's.
    """
    unknown = [name for name in rows if name not in schema[table]]
    if unknown:
        raise UnknownErpColumn(f"{table} has no column {unknown}; see {_SCHEMA_FILE.name}")
    size = len(np.asarray(rows["id"]))
    names = ", ".join(f'"{name}"' for name in rows)
    places = ", ".join("?" for _ in rows)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 - own names
    for begin in range(0, size, _BATCH):
        end = min(begin + _BATCH, size)
        columns = [
            _values(_part(value, begin, end, size), schema[table][name])
            for name, value in rows.items()
        ]
        connection.executemany(statement, zip(*columns, strict=False))
    return size


def _part(value: Any, begin: int, end: int, size: int) -> Any:
    if isinstance(value, Money):
        missing = value.missing
        return Money(
            np.asarray(value.cents)[begin:end], None if missing is None else missing[begin:end]
        )
    if isinstance(value, Reference):
        return Reference(value.model, np.asarray(value.ids)[begin:end])
    if value is None or isinstance(value, (str, int, float, bytes, np.generic)):
        return value
    array = np.asarray(value)
    if len(array) != size:
        raise ValueError(f"column of {len(array)} values in a table of {size} rows")
    return array[begin:end]


def _values(value: Any, declared: str) -> Any:
    """Give an iterable of SQLite values."""
    if isinstance(value, Money):
        return _decimal_bytes(value)
    if isinstance(value, Reference):
        return [f"{value.model},{one}" if one >= 0 else None for one in value.ids.tolist()]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (str, int, float, bytes)):
        return repeat(value)
    if value.dtype.kind == "M":
        unit = "D" if declared == "DATE" else "us"
        texts = np.datetime_as_string(value.astype(f"datetime64[{unit}]")).tolist()
        if np.isnat(value).any():
            return [None if text == "NaT" else text for text in texts]
        return [text.replace("T", " ") for text in texts] if unit == "us" else texts
    if value.dtype.kind == "b":
        return value.astype(np.int64).tolist()
    if declared == "INTEGER" and value.dtype.kind == "i" and (value < 0).any():
        return [None if one < 0 else one for one in value.tolist()]
    return value.tolist()


def _decimal_bytes(money: Money) -> list[bytes | None]:
    """Cents to the bytes of their decimal text, without passing a float."""
    cents = np.ascontiguousarray(money.cents, dtype=np.int64)
    wide = np.empty((len(cents), 2), dtype=np.int64)
    wide[:, 0] = cents
    wide[:, 1] = cents >> 63
    amounts = pa.Array.from_buffers(
        pa.decimal128(20, 2), len(cents), [None, pa.py_buffer(wide.tobytes())]
    )
    texts: list[bytes | None] = amounts.cast(pa.string()).cast(pa.binary()).to_pylist()
    if money.missing is None:
        return texts
    return [
        None if missing else text
        for text, missing in zip(texts, np.asarray(money.missing).tolist(), strict=True)
    ]
