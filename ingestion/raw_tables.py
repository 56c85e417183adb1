"""The raw schemas: every table of every registered source, and the landing's own record.

**Belongs here**: the tables' shape, making them, taking back what a killed run left half-loaded.

**Keep out**: filling them (`pipeline`), reading them (the warehouse's staging models).

A raw table keeps row versions. Besides the contract's columns it has `_source_key` (the key as
text), `_row_hash` (of the contract's columns), `_recorded_at` (UTC; when we knew), `_is_deleted`,
`_file` and `_line` (where the row stood), `_load_id` (which load brought it). The current version
of a row is the newest of its key; a tombstone says that the source has deleted it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import duckdb

from ingestion.landed_source import LandedSource, TableContract
from ingestion.registry import source_class, source_names

SYSTEM_COLUMNS: Final[dict[str, str]] = {
    "_source_key": "VARCHAR",
    "_row_hash": "VARCHAR",
    "_recorded_at": "TIMESTAMP",
    "_is_deleted": "BOOLEAN",
    "_file": "VARCHAR",
    "_line": "BIGINT",
    "_load_id": "VARCHAR",
}

LANDING_SCHEMA: Final = "raw_landing"
_LANDING_TABLES: Final[dict[str, str]] = {
    "loads": """
        load_id varchar, run_id varchar, source_name varchar, table_name varchar,
        started_at timestamp, finished_at timestamp, scope varchar, source_rows bigint,
        accepted_rows bigint, quarantined_rows bigint, loaded_rows bigint, deleted_rows bigint,
        status varchar""",
    "control_totals": """
        load_id varchar, source_name varchar, table_name varchar, measure varchar,
        source_amount decimal(38,10), accepted_amount decimal(38,10),
        quarantined_amount decimal(38,10), landed_amount decimal(38,10), recorded_at timestamp""",
    "quarantined_rows": """
        load_id varchar, source_name varchar, table_name varchar, source_key varchar,
        rule varchar, message varchar, file_name varchar, line_number bigint, row_json varchar,
        recorded_at timestamp, resolved_at timestamp""",
    "landed_files": """
        file_sha256 varchar, source_name varchar, file_name varchar, byte_count bigint,
        row_count bigint, status varchar, reason varchar, recorded_at timestamp""",
    "cursors": "source_name varchar, cursor_name varchar, cursor_value varchar",
}


def schema_of(source_name: str) -> str:
    """Return the schema a source is landed in."""
    return f"raw_{source_name}"


def quoted(name: str) -> str:
    """Return an identifier in quotes: source systems use reserved words as column names."""
    return '"' + name.replace('"', '""') + '"'


def ensure_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the raw tables of every registered source and the landing's record, where absent.

    A table whose contract has gained columns since is widened.

    They exist even for sources a project does not use, so that the warehouse always builds.
    """
    _ensure_landing_tables(connection)
    for name in source_names():
        _ensure_source_tables(connection, name, source_class(name).tables)


def ensure_tables_of(connection: duckdb.DuckDBPyConnection, source: LandedSource) -> None:
    """Make one source's raw tables and the landing's record, where absent or too narrow."""
    _ensure_landing_tables(connection)
    _ensure_source_tables(connection, source.name, source.tables)


def remove_half_loaded(connection: duckdb.DuckDBPyConnection, source: LandedSource) -> int:
    """Take back rows of loads that were never recorded as finished; return how many.

    A load counts once its entry in `loads` is committed. Rows of any other load come from a run
    that died between loading and recording.
    """
    removed = 0
    for contract in source.tables:
        table = f"{schema_of(source.name)}.{quoted(contract.name)}"
        removed += len(
            connection.execute(
                f"delete from {table} where _load_id not in "
                f"(select load_id from {LANDING_SCHEMA}.loads) returning 1"
            ).fetchall()
        )
    return removed


def _ensure_landing_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create schema if not exists {LANDING_SCHEMA}")
    for name, columns in _LANDING_TABLES.items():
        connection.execute(f"create table if not exists {LANDING_SCHEMA}.{name} ({columns})")


def _ensure_source_tables(
    connection: duckdb.DuckDBPyConnection, name: str, tables: Iterable[TableContract]
) -> None:
    schema = schema_of(name)
    connection.execute(f"create schema if not exists {schema}")
    present = _columns_of(connection, schema)
    widened = False
    for contract in tables:
        columns = {column.name: column.sql_type for column in contract.columns}
        table = f"{schema}.{quoted(contract.name)}"
        if contract.name not in present:
            definition = ", ".join(
                f"{quoted(column)} {kind}" for column, kind in (columns | SYSTEM_COLUMNS).items()
            )
            connection.execute(f"create table {table} ({definition})")
            continue
        for column in [name for name in columns if name not in present[contract.name]]:
            connection.execute(f"alter table {table} add column {quoted(column)} {columns[column]}")
            widened = True
    if widened:
        # Rows landed before lack the new columns: the source is read from its beginning again.
        for memory in ("cursors", "landed_files"):
            connection.execute(
                f"delete from {LANDING_SCHEMA}.{memory} where source_name = ?", [name]
            )


def _columns_of(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, set[str]]:
    """The tables of a schema with their columns, asked once: the catalogue is slow to search."""
    present: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = ?",
        [schema],
    ).fetchall():
        present.setdefault(table, set()).add(column)
    return present
