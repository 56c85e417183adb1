"""Runs the query file of a tile on the release and keeps the answer for the next reader.

**Belongs here**: finding query files, binding their parameters, caching per release, lineage of a
query for the "how is this number made?" note.

**Keep out**: SQL text (it lives in `queries/`), drawing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import streamlit as st

from dashboards.release import Release, open_release

QUERIES: Final = Path(__file__).with_name("queries")
ROW_LIMIT: Final = 5_000

Value = str | int | bool | Decimal | date | None
Row = dict[str, Any]

_PARAMETER: Final = re.compile(r"\$([a-z_]+)")


class QueryMissing(Exception):
    """Every tile has a query file; this name has none."""


class ParameterMissing(Exception):
    """Every parameter a query names must be bound; this one is not."""


class TileTooLarge(Exception):
    """A tile shows at most 5,000 rows; aggregate in SQL."""


class Answer(NamedTuple):
    """What a query returned: column names and one dict per row, money as Decimal."""

    query: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Source(NamedTuple):
    """One table a query reads: `schema.table`, its description, its number of rows."""

    table: str
    comment: str
    row_count: int


@cache
def query_text(query: str) -> str:
    """SQL of a tile.

    Args:
        query: `<domain>/<name>`, a file under `queries/` without its ending.

    Raises:
        QueryMissing: There is no such file.
    """
    file = QUERIES / f"{query}.sql"
    if not file.is_file():
        raise QueryMissing(f"no query file {query}.sql under {QUERIES.name}/; add it")
    return file.read_text(encoding="utf-8")


def parameters_of(query: str) -> frozenset[str]:
    """Names of the parameters a query binds."""
    return frozenset(_PARAMETER.findall(query_text(query)))


def ask(release: Release, query: str, parameters: Mapping[str, Value]) -> Answer:
    """Run a tile's query on a release.

    Args:
        release: The release on screen.
        query: `<domain>/<name>`.
        parameters: Values by name; those the query does not name are left out.

    Returns:
        At most 5,000 rows, answered from memory where the same release was asked the same before.

    Raises:
        QueryMissing: There is no such query file.
        ParameterMissing: The query names a parameter that is not among `parameters`.
        TileTooLarge: The query returned more than a tile may show.
    """
    wanted = parameters_of(query)
    if missing := sorted(wanted - parameters.keys()):
        raise ParameterMissing(f"{query}.sql binds {', '.join(missing)}; pass them")
    bound = tuple(sorted((name, parameters[name]) for name in wanted))
    return _ask(release.name, release.content_hash, query, bound, release)


@st.cache_data(ttl="1h", max_entries=2_000, show_spinner=False)
def _ask(
    name: str,
    content_hash: str,
    query: str,
    bound: tuple[tuple[str, Value], ...],
    _release: Release,
) -> Answer:
    del name, content_hash  # the cache key: a new release never answers from the old one
    cursor = _connection(_release.name, _release.content_hash, _release).cursor()
    result = cursor.execute(query_text(query), dict(bound) or None)
    columns = tuple(str(column[0]) for column in result.description or ())
    rows = result.fetchmany(ROW_LIMIT + 1)
    if len(rows) > ROW_LIMIT:
        raise TileTooLarge(f"{query}.sql returned more than {ROW_LIMIT} rows; aggregate it in SQL")
    return Answer(query, columns, tuple(dict(zip(columns, row, strict=True)) for row in rows))


def _close(connection: duckdb.DuckDBPyConnection) -> None:
    connection.close()


@st.cache_resource(max_entries=3, show_spinner=False, on_release=_close)
def _connection(name: str, content_hash: str, _release: Release) -> duckdb.DuckDBPyConnection:
    del name, content_hash  # the cache key
    return open_release(_release)


def tables_of(connection: duckdb.DuckDBPyConnection, query: str) -> frozenset[str]:
    """Tables a query reads as the engine's own parser sees them, `schema.table`."""
    # The parser names the tables of statements without parameters only, and aliases with them.
    without_parameters = _PARAMETER.sub("null", query_text(query))
    names = connection.get_table_names(without_parameters, qualified=True)
    return frozenset(name.split(" AS ")[0].replace('"', "") for name in names)


@st.cache_data(ttl="1h", max_entries=500, show_spinner=False)
def _sources(name: str, content_hash: str, query: str, _release: Release) -> tuple[Source, ...]:
    del name, content_hash  # the cache key
    cursor = _connection(_release.name, _release.content_hash, _release).cursor()
    comments = dict(
        cursor.execute(
            "select schema_name || '.' || table_name, coalesce(comment, '') from duckdb_tables()"
        ).fetchall()
    )
    rows = dict(_release.table_rows)
    return tuple(
        Source(table, comments.get(table, ""), rows.get(table, 0))
        for table in sorted(tables_of(cursor, query))
    )


def sources_of(release: Release, query: str) -> tuple[Source, ...]:
    """Tables of the release a query reads, in order of name."""
    return _sources(release.name, release.content_hash, query, release)
