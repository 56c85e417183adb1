"""A fingerprint of what a release says, independent of the order of rows and of when it ran.

**Belongs here**: the digest of one table and of all of them; which columns are technical.

**Keep out**: the hash of the file's bytes (`durable_files.sha256_of`), which does change from
run to run.

Each row becomes one text with every value length-prefixed (so `'a|b', ''` and `'a', 'b|'`
differ, and NULL differs from empty), the text an MD5, and the table the sum of both 64-bit halves
over its rows: any order of rows gives the same digest, any changed cell another one.
"""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

import duckdb

from orchestration.warehouse import MART_SCHEMAS, literal, quoted, rows

# They say when and by which run a row was written, not what it says.
TECHNICAL_COLUMNS: Final = frozenset(
    {
        "run_id",
        "load_id",
        "recorded_at",
        "evaluated_at",
        "started_at",
        "finished_at",
    }
)
# They say what the last loads handed over, which is nothing when nothing is new, and which runs
# there were.
TECHNICAL_TABLES: Final = frozenset(
    {
        "audit.audit_loads",
        "audit.audit_control_totals",
        "audit.audit_ld_1",
        "audit.audit_ld_2",
        "audit.audit_invariant_history",
    }
)
# The two sides of an invariant repeat amounts that other tables hold, or those of the last loads;
# its residual and status are what it says.
_TECHNICAL_COLUMNS_OF: Final = {
    "audit.audit_invariant_results": frozenset({"left_amount", "right_amount"}),
}


class TableDigest(NamedTuple):
    """Rows of one table and the SHA-256 that stands for them."""

    rows: int
    sha256: str


def table_digests(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, TableDigest]:
    """Digest every mart table in `catalog`.

    Args:
        connection: Connection to which the file is attached as `catalog`.
        catalog: Name of the attached database.

    Returns:
        `schema.table` → digest, in order of name.
    """
    columns = rows(
        connection,
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and not internal "
        f"and schema_name in ({', '.join(literal(schema) for schema in MART_SCHEMAS)}) "
        # By name, so that the order in which a model lists its columns does not matter.
        "order by schema_name, table_name, column_name",
        [catalog],
    )
    tables: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, data_type in columns:
        tables.setdefault((schema, table), []).append((column, data_type))
    return {
        f"{schema}.{table}": _digest(connection, catalog, schema, table, described)
        for (schema, table), described in tables.items()
    }


def content_hash(digests: dict[str, TableDigest]) -> str:
    """One SHA-256 over all tables' digests, technical tables left out."""
    total = hashlib.sha256()
    for name in sorted(digests.keys() - TECHNICAL_TABLES):
        digest = digests[name]
        total.update(f"{name}\t{digest.rows}\t{digest.sha256}\n".encode())
    return total.hexdigest()


def _digest(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    schema: str,
    table: str,
    columns: list[tuple[str, str]],
) -> TableDigest:
    technical = TECHNICAL_COLUMNS | _TECHNICAL_COLUMNS_OF.get(f"{schema}.{table}", frozenset())
    told = [(name, kind) for name, kind in columns if name not in technical]
    row_text = ", ".join(_cell_text(name, kind) for name, kind in told) or "''"
    ((count, lower, upper),) = rows(
        connection,
        "select count(*), coalesce(sum(md5_number_lower(row_text)), 0), "
        "coalesce(sum(md5_number_upper(row_text)), 0) from ("
        f"select concat({row_text}) as row_text "
        f"from {quoted(catalog)}.{quoted(schema)}.{quoted(table)})",
    )
    header = ",".join(f"{name} {kind}" for name, kind in told)
    stated = f"{schema}.{table}({header})\t{count}\t{lower}\t{upper}"
    return TableDigest(rows=count, sha256=hashlib.sha256(stated.encode()).hexdigest())


def _cell_text(name: str, kind: str) -> str:
    text = f"cast({quoted(name)} as varchar)"
    if kind in {"DOUBLE", "FLOAT"}:
        # A sum of doubles depends, in its last digits, on how threads shared the rows.
        text = f"format('{{:.9e}}', {quoted(name)} + 0.0)"
    return f"coalesce(length({text}) || ':' || {text}, '-')"
