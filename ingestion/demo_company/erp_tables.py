"""Rows of an ERP table as columns, and how they are stored in SQLite.

**Belongs here:** the value types of columns and their conversion, fast enough for millions of rows.
**Keep out:** which rows there are (`erp_masters`, `erp_trade`, `erp_stock`, `erp_ledger`).

Tryton on SQLite keeps amounts as the bytes of their decimal text, dates as ISO text, timestamps as
ISO text in UTC and booleans as 0 and 1; so does this module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import yaml

from ingestion.demo_company.timeline import Days, Ints

_SCHEMA_FILE = Path(__file__).with_name("tryton_schema.yml")
_BATCH = 200_000
_END_OF_LAST_DAY = np.datetime64("2026-10-31T23:59:59", "s")


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
    """Every column written is a column of the Tryton table and holds values of its kind."""


def tryton_schema() -> dict[str, dict[str, str]]:
    """Give the tables of the ERP database: table → column → declared type."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def create_tables(connection: sqlite3.Connection) -> None:
    """Create all tables, empty."""
    for table, columns in tryton_schema().items():
        body = ", ".join(
            f'"{name}" INTEGER PRIMARY KEY AUTOINCREMENT'
            if name == "id"
            else f'"{name}" {declared}'
            for name, declared in columns.items()
        )
        connection.execute(f'CREATE TABLE "{table}" ({body})')


def business_time(days: Days, ids: Ints) -> np.ndarray:
    """Give a plausible instant (UTC, in office hours) on each day, never after the last day."""
    seconds = 1 * 3600 + (np.asarray(ids, dtype=np.int64) * 7_919) % (8 * 3600)
    moments = np.asarray(days, dtype="datetime64[D]").astype("datetime64[s]")
    moments = moments + seconds.astype("timedelta64[s]")
    return np.asarray(np.minimum(moments, _END_OF_LAST_DAY))


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
    # What is the same in every row is part of the statement: half the columns, half the time.
    fixed = {name: value for name, value in rows.items() if _is_scalar(value)}
    varying = {name: value for name, value in rows.items() if name not in fixed}
    names = ", ".join(f'"{name}"' for name in (*varying, *fixed))
    places = ", ".join([*("?" for _ in varying), *(_literal(value) for value in fixed.values())])
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'
    for begin in range(0, size, _BATCH):
        end = min(begin + _BATCH, size)
        columns = [
            _values(_part(value, begin, end, size), schema[table][name])
            for name, value in varying.items()
        ]
        connection.executemany(statement, zip(*columns, strict=True))
    return size


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float, bytes, np.generic))


def _literal(value: Any) -> str:
    """Give a scalar as an SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value.item() if isinstance(value, np.generic) else value)


def _part(value: Any, begin: int, end: int, size: int) -> Any:
    if isinstance(value, Money):
        missing = value.missing
        return Money(
            np.asarray(value.cents)[begin:end], None if missing is None else missing[begin:end]
        )
    if isinstance(value, Reference):
        return Reference(value.model, np.asarray(value.ids)[begin:end])
    array = np.asarray(value)
    if len(array) != size:
        raise ValueError(f"column of {len(array)} values in a table of {size} rows")
    return array[begin:end]


def _values(value: Any, declared: str) -> list[Any]:
    """Give SQLite values of a column; negative numbers in an INTEGER column stand for null."""
    if isinstance(value, Money):
        return _decimal_bytes(value)
    if isinstance(value, Reference):
        return [f"{value.model},{one}" if one >= 0 else None for one in _whole(value.ids).tolist()]
    kind = value.dtype.kind
    if declared == "INTEGER" and kind != "b":
        value = _whole(value)
    if kind == "M":
        return _iso_texts(value, "D" if declared == "DATE" else "s")
    if kind == "b":
        value = value.astype(np.int64)
    if declared == "INTEGER" and kind == "i" and (value < 0).any():
        return [None if one < 0 else one for one in value.tolist()]
    return list(value.tolist())


def _whole(ids: Ints) -> Ints:
    """Refuse ids that a missing value has turned into floats: they would be written as '12.0'."""
    if ids.dtype.kind != "i":
        raise UnknownErpColumn(f"ids must be whole numbers, not {ids.dtype}: {ids[:3]}")
    return ids


def _iso_texts(value: np.ndarray, unit: str) -> list[str | None]:
    """Dates as '2026-10-31', instants as '2026-10-31 09:30:00', nothing as null.

    There are far fewer days than rows: each day is written once and looked up.
    """
    days = value.astype("datetime64[D]")
    numbers = days.astype(np.int64)
    missing = np.isnat(value)
    low = int(numbers[~missing].min()) if not missing.all() else 0
    high = int(numbers[~missing].max()) if not missing.all() else 0
    names = np.datetime_as_string(np.arange(low, high + 1).astype("datetime64[D]")).astype(object)
    texts = names[np.where(missing, low, numbers) - low]
    if unit == "s":
        seconds = (value.astype("datetime64[s]") - days.astype("datetime64[s]")).astype(np.int64)
        texts = texts + _clock_texts()[np.where(missing, 0, seconds)]
    texts[missing] = None
    return list(texts.tolist())


@cache
def _clock_texts() -> np.ndarray:
    """Every second of a day as ' hh:mm:ss'."""
    seconds = np.arange(86_400)
    return np.array(
        [f" {one // 3600:02d}:{one // 60 % 60:02d}:{one % 60:02d}" for one in seconds.tolist()],
        dtype=object,
    )


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
