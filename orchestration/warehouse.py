"""The one way orchestration opens the warehouse file and reads from it.

**Belongs here**: connection settings, waiting for a dying writer's file lock, `read_mart`.

**Keep out**: writing (ingestion lands, dbt builds), releases (`orchestration.publication`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

# The nine domains plus audit: what a release contains, in the order a reader meets them.
MART_SCHEMAS: Final = (
    "calendar",
    "sales",
    "receivables",
    "payables",
    "treasury",
    "supply",
    "ledger",
    "statements",
    "planning",
    "audit",
)

_CLOSED: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


class WarehouseBusy(RuntimeError):
    """The warehouse file must be free before a run opens it."""


class MartMissing(LookupError):
    """A mart that is read must have been built."""


def open_warehouse(path: Path | None, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file (or memory, for `None`) with extension downloads off.

    Args:
        path: Warehouse or release file; None opens an empty database in memory.
        read_only: Refuse writes; ignored for memory.

    Raises:
        duckdb.IOException: another process holds the file.
    """
    if path is None:
        return duckdb.connect(":memory:", config=dict(_CLOSED))
    return duckdb.connect(str(path), read_only=read_only, config=dict(_CLOSED))


def wait_until_free(path: Path, *, seconds: float = 60.0) -> None:
    """Wait for a child of a killed run to let go of the warehouse file.

    Raises:
        WarehouseBusy: the file is still held after `seconds`; the message names the process.
    """
    if not path.exists():
        return
    deadline = time.monotonic() + seconds
    while True:
        try:
            open_warehouse(path, read_only=False).close()
            return
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            if time.monotonic() > deadline:
                raise WarehouseBusy(
                    f"{path} is held by another process: {error}. Only the platform's own writer "
                    "may open the warehouse. Close the program that holds it; read releases in "
                    "the folder `published` instead."
                ) from error
            time.sleep(0.2)


def read_mart(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str] = ()
) -> pa.Table:
    """Read one mart as Arrow, decimals kept exact.

    Args:
        connection: Open warehouse or release.
        name: `schema.table`, for example `sales.fct_monthly_revenue`.
        columns: Columns wanted; all where empty.

    Raises:
        MartMissing: no such table.
    """
    schema, _, table = name.partition(".")
    if not has_relation(connection, schema, table):
        raise MartMissing(
            f"Mart {name} does not exist in this warehouse: it must be built before it is read. "
            "Run `ledgerhouse run`."
        )
    wanted = ", ".join(quoted(column) for column in columns) or "*"
    return connection.execute(
        f"select {wanted} from {quoted(schema)}.{quoted(table)}"
    ).to_arrow_table()


def has_relation(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Whether a table or view of that name exists."""
    # Not as parameters: for the first of them DuckDB imports pandas, which takes 0.2 s.
    found = rows(
        connection,
        f"select 1 from information_schema.tables where table_schema = {literal(schema)} "
        f"and table_name = {literal(table)}",
    )
    return bool(found)


def rows(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    """All rows of a query, fetched at once so that the connection is free again."""
    return connection.execute(sql, list(values)).fetchall()


def quoted(identifier: str) -> str:
    """An identifier in double quotes, safe inside SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes, for the statements DuckDB takes no parameters in."""
    return "'" + text.replace("'", "''") + "'"
