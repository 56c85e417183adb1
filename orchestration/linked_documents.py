"""The documents that what has landed speaks of, and all that is linked to them.

**Belongs here**: what the rows of a landed table say of documents; closing over their links.

**Keep out**: what is built of the documents (`orchestration.touched_documents`).

What rows say stands beside their table in the dbt project (`meta` of its source), as SQL of a key
and of the kind of thing it is the key of: `names` are the documents a row is part of or links, and
the row itself, so that with one version of a row all others are found; `refers` the master data it
looks up, `lookup` the master data it is; `days` are the days it counts on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

import duckdb

from orchestration.landed_news import came_since
from orchestration.warehouse import literal, quoted, rows


class LandedTable(NamedTuple):
    """A raw table documents are made of, and what its rows say of them (SQL key → SQL kind)."""

    source: str
    relation: str
    names: Mapping[str, str]
    refers: Mapping[str, str]
    lookup: Mapping[str, str]
    days: tuple[str, ...]


def list_touched(
    connection: duckdb.DuckDBPyConnection,
    tables: list[LandedTable],
    changed: list[LandedTable],
    since: dt.date,
) -> dt.date:
    """List the documents touched, and the versions of rows that name them.

    `touched.documents` gets a row per document: source_system, kind, document_id, document_key;
    `touched.versions` one per row version: relation (as in `raw_files.journals`), version_id (its
    row's there, until rows are moved together).

    Args:
        connection: The warehouse, to write.
        tables: All that documents are made of.
        changed: Those of them with rows no build has seen.
        since: The first day all documents of which are touched.

    Returns:
        The first day any version of their rows speaks of; `since` where none is earlier.
    """
    first_day = since
    connection.execute(
        "create or replace table touched.documents "
        "(source_system varchar, kind varchar, document_id varchar, document_key varchar)"
    )
    connection.execute(
        "create or replace table touched.versions (relation varchar, version_id bigint)"
    )
    for source in sorted({table.source for table in tables if table.names}):
        own = [table for table in tables if table.source == source]
        masters = [
            _said(table, table.lookup, came_since(table.relation))
            for table in own
            if table.lookup and table in changed
        ]
        _collect(connection, "masters", masters)
        looked_up = _kinds_in(connection, "masters")
        _collect(connection, "reached", [])
        naming = [table for table in own if table.names]
        asked = [(table, _why_touched(table, changed, since, looked_up)) for table in naming]
        while True:
            said = [
                _said_by_new_versions(connection, table, conditions)
                for table, conditions in asked
                if conditions
            ]
            first_day = min(first_day, _collect(connection, "named", said))
            connection.execute(
                "create or replace temp table found as from named anti join reached "
                "using (kind, id)"
            )
            if not (kinds := _kinds_in(connection, "found")):
                break
            connection.execute("insert into reached from found")
            asked = [(table, _names_any(table.names, "found", kinds)) for table in naming]
        connection.execute(
            f"insert into touched.documents select {literal(source)}, kind, id, "
            f"md5({literal(source + '|')} || id) from reached"
        )
    return first_day


def _why_touched(
    table: LandedTable, changed: list[LandedTable], since: dt.date, looked_up: set[str]
) -> list[str]:
    """Conditions on row versions: of an open day, new, or looking up what has changed."""
    conditions = [f"{day} >= date '{since}'" for day in table.days]
    if table in changed:
        conditions.append(came_since(table.relation))
    return [*conditions, *_names_any(table.refers, "masters", looked_up)]


def _names_any(keys: Mapping[str, str], listed: str, kinds: set[str]) -> list[str]:
    """Conditions, any of which says that a key is listed; none where nothing of its kind is."""
    return [
        f"{key} in (select id from {listed} where kind = {kind})"
        if kind.startswith("'")
        else f"({key}, {kind}) in (select id, kind from {listed})"
        for key, kind in keys.items()
        if kinds and (not kind.startswith("'") or kind.strip("'") in kinds)
    ]


def _kinds_in(connection: duckdb.DuckDBPyConnection, listed: str) -> set[str]:
    return {kind for (kind,) in rows(connection, f"select distinct kind from {listed}")}


def _said_by_new_versions(
    connection: duckdb.DuckDBPyConnection, table: LandedTable, conditions: list[str]
) -> str:
    """The query of what rows name that meet any of the conditions and are not listed yet.

    Each condition is asked by itself, of its own columns, and says which rows are read then.
    """
    relation = literal(table.relation.replace('"', ""))
    meeting = " union ".join(
        f"select rowid as version_id from {table.relation} where {one}" for one in conditions
    )
    connection.execute(
        f"create or replace temp table listed as from ({meeting}) anti join "
        f"(select version_id from touched.versions where relation = {relation}) using (version_id)"
    )
    connection.execute(f"insert into touched.versions select {relation}, version_id from listed")
    said = quoted(f"said by {table.relation}")
    query = _said(table, table.names, _is_listed(connection))
    connection.execute(f"create or replace temp table {said} as {query}")
    return f"from {said}"


def _is_listed(connection: duckdb.DuckDBPyConnection) -> str:
    """A condition on rows: their ids are listed.

    DuckDB would read all between the first and the last of them; where they stand is therefore said
    besides, in at most a hundred places.
    """
    places = rows(
        connection,
        "select min(version_id), max(version_id) from listed group by version_id // "
        "(select greatest(8192, (max(version_id) - min(version_id)) // 99) from listed)",
    )
    among = " or ".join(f"rowid between {first} and {last}" for first, last in places) or "false"
    return f"({among}) and rowid in (from listed)"


def _said(table: LandedTable, keys: Mapping[str, str], condition: str) -> str:
    """The query of what rows say, and the first of their days: kind, id, day."""
    pairs = ", ".join(f"{{'kind': {kind}, 'id': {key}}}" for key, kind in keys.items())
    day = f"least({', '.join(table.days)})" if table.days else "null::date"
    return (
        f"select pair.kind, pair.id, day from (select unnest([{pairs}]) as pair, {day} as day "
        f"from {table.relation} where {condition})"
    )


def _collect(connection: duckdb.DuckDBPyConnection, name: str, queries: list[str]) -> dt.date:
    """Make a temp table (kind, id, day) of what the queries give, each once, with its first day.

    Returns the first day of all; the last there is where none has any.
    """
    given = (
        " union all ".join(queries) or "select null as kind, null as id, null as day where false"
    )
    connection.execute(
        f"create or replace temp table {name} as select cast(kind as varchar) as kind, "
        f"cast(id as varchar) as id, min(cast(day as date)) as day from ({given}) "
        "where kind is not null and id is not null group by all"
    )
    ((first,),) = rows(connection, f"select min(day) from {name}")
    return first or dt.date.max
