"""The one door of ingestion to DuckDB files.

**Belongs here**: opening the warehouse (and files beside it) with the switches every opening has.

**Keep out**: what is done with a connection.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

# Nothing is fetched at run time: extensions come from packages of the lock.
_SWITCHES: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Of a file that is made. Text is packed in one way, instead of the better of two that are
    # tried, which takes less time and less room. DuckDB 1.4 and later read such files.
    "storage_compatibility_version": "v1.4.0",
}

# How DuckDB stores what is written. Money has more digits than it unpacks fast
# (`dbt_project/profiles.yml` says more).
STORAGE: Final = {"disabled_compression_methods": "bitpacking"}


def open_warehouse(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file; its folder is made where it is absent.

    Raises:
        duckdb.IOException: another process has the file open; the message names its PID.
    """
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(path), read_only=read_only, config=dict(_SWITCHES))
    connection.execute("set TimeZone = 'UTC'")
    for name, value in STORAGE.items():
        connection.execute(f"set global {name} = {literal(value)}")
    return connection


def open_scratch(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a database for passing work: in memory, or on disk where it may grow large."""
    if path is not None:
        return open_warehouse(path)
    connection = duckdb.connect(":memory:", config=dict(_SWITCHES))
    connection.execute("set TimeZone = 'UTC'")
    return connection


def attach_warehouse(scratch: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach the warehouse to a scratch database as `warehouse`, for reading."""
    scratch.execute(f"attach '{path}' as warehouse (read_only)")


def literal(text: str) -> str:
    """A text in single quotes, for the places where SQL takes no parameter."""
    return "'" + text.replace("'", "''") + "'"
