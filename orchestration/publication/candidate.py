"""Copy the marts of an audited warehouse into a new file, ordered and with their comments.

**Belongs here**: the copy itself.

**Keep out**: deciding whether to copy (`gate`), naming and pointing (`protocol`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from orchestration.failpoints import Failpoints
from orchestration.publication.content_hash import TableDigest, table_digests
from orchestration.warehouse import MART_SCHEMAS, literal, open_warehouse, quoted, rows

# Rows lie together by time first: that is what every screen filters by, so DuckDB's zone maps
# skip most of a table.
_ORDER_FIRST: Final = ("fiscal_period", "month_start_date", "effective_date", "as_of_date")


class EmptyWarehouse(RuntimeError):
    """A release must hold at least one mart table."""


class _Column(NamedTuple):
    name: str
    comment: str | None


def build_candidate(
    warehouse: Path, candidate: Path, failpoints: Failpoints
) -> dict[str, TableDigest]:
    """Write all mart tables of `warehouse` to the new file `candidate`, checkpointed and closed.

    Args:
        warehouse: Warehouse file; opened read-only.
        candidate: File to create; must not exist.
        failpoints: For crash tests.

    Returns:
        Digest of every table, computed from what the candidate holds.

    Raises:
        EmptyWarehouse: there is no mart table to copy.
    """
    with open_warehouse(None) as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only)")
        connection.execute(f"attach {literal(str(candidate))} as candidate")
        failpoints.reach("candidate_started")
        tables = rows(
            connection,
            "select schema_name, table_name, comment from duckdb_tables() "
            "where database_name = 'warehouse' "
            f"and schema_name in ({', '.join(literal(schema) for schema in MART_SCHEMAS)}) "
            "and not temporary order by schema_name, table_name",
        )
        if not tables:
            raise EmptyWarehouse(
                f"{warehouse} has no mart table: a release must hold the marts. "
                "Run `ledgerhouse run` to build them."
            )
        # One transaction: some 1,500 statements, most of them comments, wait for the disk once.
        connection.execute("begin")
        for schema, table, comment in tables:
            _copy(connection, schema, table, comment)
        connection.execute("commit")
        failpoints.reach("candidate_copied")
        digests = table_digests(connection, "candidate")
        connection.execute("checkpoint candidate")
        connection.execute("detach candidate")
    return digests


def _copy(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, comment: str | None
) -> None:
    columns = [
        _Column(*found)
        for found in rows(
            connection,
            "select column_name, comment from duckdb_columns() where database_name = 'warehouse' "
            "and schema_name = ? and table_name = ? order by column_index",
            [schema, table],
        )
    ]
    names = [column.name for column in columns]
    first = [name for name in _ORDER_FIRST if name in names]
    order = [*first, *(name for name in names if name not in first)]
    target = f"candidate.{quoted(schema)}.{quoted(table)}"
    connection.execute(f"create schema if not exists candidate.{quoted(schema)}")
    connection.execute(
        f"create table {target} as select * from warehouse.{quoted(schema)}.{quoted(table)} "
        f"order by {', '.join(quoted(name) for name in order)}"
    )
    if comment:
        connection.execute(f"comment on table {target} is {literal(comment)}")
    for column in columns:
        if column.comment:
            connection.execute(
                f"comment on column {target}.{quoted(column.name)} is {literal(column.comment)}"
            )
