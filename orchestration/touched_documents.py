"""Which documents the next build has to make again, because something of them changed.

**Belongs here**: what has landed since the last complete build, the documents it speaks of, and all
that is linked to them; the memory of a complete build; how much of the machine the next may take.

**Keep out**: which models are built by document, and how (`dbt_project/macros/by_document`).

What the rows of a landed table say of documents stands beside it in the dbt project (`meta` of its
source), as SQL of a key and of the kind of thing it is the key of: `names` are the documents a row
is part of or links, `refers` the master data it looks up, `lookup` the master data it is; `days`
are the days it counts on. A change of any other table that documents are made of, and every change
of a model, a rule or a setting, has everything built.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from orchestration.build_scope import BuildScope
from orchestration.landed_news import (
    came_since,
    has_news,
    nodes_below,
    relation_of,
    sources_with_news,
    versioned_relations,
)
from orchestration.warehouse import has_relation, literal, rows

# Where most documents are touched, building them one by one costs more than building all.
_WORTHWHILE_SHARE: Final = 0.3
# A build of few documents reads most of what it reads once, and keeping that costs more than having
# the system's cache give it again: every page kept is first cleared. Of what DuckDB may take of the
# machine it gets this share, or so many times the share of documents touched, but some at least.
_LEAST_MEMORY_SHARE: Final = 1 / 16
_MEMORY_PER_TOUCHED_SHARE: Final = 3
_LEAST_MEMORY_BYTES: Final = 2**30
# Variables of dbt that change nothing of what a build makes, or (the day) only add to it.
_PASSING: Final = frozenset({"run_id", "as_of_date"})


# How a model says, in its `meta`, that it is not built as a whole each time.
_IN_PARTS: Final = ("by_document", "by_cells", "by_day", "proves_documents")
# And that it has no row where documents are built alone (`_obstacle`: no books made by rules).
_EMPTY_IN_PARTS: Final = "empty_in_parts"


class LandedTable(NamedTuple):
    """A raw table documents are made of, and what its rows say of them (SQL key → SQL kind)."""

    source: str
    relation: str
    names: Mapping[str, str]
    refers: Mapping[str, str]
    lookup: Mapping[str, str]
    days: tuple[str, ...]


def choose_scope(
    connection: duckdb.DuckDBPyConnection, manifest: Path, variables: Mapping[str, object]
) -> BuildScope:
    """Compare what is landed with the last complete build, and list the documents touched.

    `touched.documents` gets a row per document: source_system, kind, document_id, document_key.

    Args:
        connection: The warehouse, to write.
        manifest: Prepared `manifest.json`.
        variables: dbt's variables as the build will have them.
    """
    connection.execute("create schema if not exists touched")
    if not has_relation(connection, "touched", "last_build"):
        return BuildScope("there is no complete build to go on from")
    ((fingerprint, last_day),) = rows(
        connection, "select fingerprint, as_of_date from touched.last_build"
    )
    if fingerprint != _fingerprint(manifest, variables):
        return BuildScope("a model, a rule or a setting has changed")
    graph = json.loads(manifest.read_text(encoding="utf-8"))
    tables = _tables_of_documents(graph)
    changed = [table for table in tables if has_news(connection, table.relation)]
    for table in changed:
        if not (table.names or table.lookup or table.days):
            return BuildScope(f"{table.relation} has changed")
    if obstacle := _obstacle(connection, changed, str(variables["as_of_date"]), last_day):
        return BuildScope(obstacle)
    since = _first_open_day(connection, changed, last_day)
    first_day = _list_touched(connection, tables, changed, since)
    share = _touched_share(connection)
    if share > _WORTHWHILE_SHARE:
        return BuildScope("most documents are touched")
    sources = rows(connection, "select distinct source_system from touched.documents order by 1")
    news = sources_with_news(connection, graph)
    if variables["as_of_date"] != str(last_day):
        news.add("model.ledgerhouse.int_as_of_date")
    whatever = _models_built(graph, "by_document") | _tests_that_warn(graph)
    empty = _models_built(graph, _EMPTY_IN_PARTS)
    return BuildScope(
        "",
        since,
        first_day,
        tuple(source for (source,) in sources),
        _lookups(graph),
        tuple(sorted(news | whatever)),
        tuple(sorted((nodes_below(graph, news) | whatever) - empty)),
        tuple(sorted(empty)),
        memory_for(connection, share),
    )


def remember_build(
    connection: duckdb.DuckDBPyConnection,
    manifest: Path,
    variables: Mapping[str, object],
    scope: BuildScope,
) -> None:
    """Say that everything landed so far is built; rows that land later count as changed.

    `touched.last_build` gets one row: fingerprint, as_of_date, reason (why everything was built).
    """
    graph = json.loads(manifest.read_text(encoding="utf-8"))
    newest = " union all ".join(
        f"select {literal(relation)} as relation, max(_recorded_at) as recorded_at from {relation}"
        for relation in versioned_relations(connection, graph).values()
    )
    # Moving rows together around the holes of replaced ones is left to the release's checkpoint.
    connection.execute("set global max_vacuum_tasks = 0")
    connection.execute("begin")
    connection.execute("drop schema if exists touched cascade")  # what the build compared
    connection.execute("create schema touched")
    connection.execute(f"create table touched.built_tables as {newest}")
    connection.execute(
        "create table touched.last_build as "
        f"select {literal(_fingerprint(manifest, variables))} as fingerprint, as_of_date, "
        f"{literal(scope.reason)} as reason from intermediate.int_as_of_date"
    )
    connection.execute("commit")


def describe_last_build(connection: duckdb.DuckDBPyConnection) -> str:
    """What the last complete build made, and why; empty where there is none.

    Args:
        connection: The warehouse.
    """
    if not has_relation(connection, "touched", "last_build"):
        return ""
    ((reason,),) = rows(connection, "select reason from touched.last_build")
    return f"everything, for {reason}" if reason else "what changed"


def memory_for(connection: duckdb.DuckDBPyConnection, touched_share: float) -> str:
    """What of DuckDB's memory a build of touched documents gets, as DuckDB is told it: `1200 MiB`.

    Args:
        connection: Any; it says what DuckDB may take of this machine.
        touched_share: Of all documents those touched, 0 to 1.
    """
    ((told,),) = rows(connection, "select current_setting('memory_limit')")
    size, unit = str(told).split()  # 18.8 GiB
    allowed = float(size) * 2 ** (10 * (1 + "KMGT".index(unit[0])))
    share = max(_LEAST_MEMORY_SHARE, _MEMORY_PER_TOUCHED_SHARE * touched_share)
    return f"{min(allowed, max(_LEAST_MEMORY_BYTES, share * allowed)) / 2**20:.0f} MiB"


def _fingerprint(manifest: Path, variables: Mapping[str, object]) -> str:
    """Of the dbt project (the manifest lies in a folder named by its files) and the settings."""
    settings = {name: value for name, value in variables.items() if name not in _PASSING}
    said = f"{manifest.parent.name}|{json.dumps(settings, sort_keys=True)}"
    return hashlib.sha256(said.encode()).hexdigest()


def _tables_of_documents(graph: Mapping[str, Any]) -> list[LandedTable]:
    """Every raw table that a model built by document is made of, however far up."""
    ancestors: set[str] = set()
    ahead = list(_models_built(graph, *_IN_PARTS))
    while ahead:
        above = set(graph["parent_map"].get(ahead.pop(), ())) - ancestors
        ancestors |= above
        ahead.extend(above)
    sources = [graph["sources"][one] for one in sorted(ancestors) if one.startswith("source.")]
    return [_landed_table(source) for source in sources]


def _landed_table(source: Mapping[str, Any]) -> LandedTable:
    meta = source["config"].get("meta") or {}
    return LandedTable(
        source["source_name"].removeprefix("raw_"),
        relation_of(source),
        meta.get("names", {}),
        meta.get("refers", {}),
        meta.get("lookup", {}),
        tuple(meta.get("days", ())),
    )


def _models_built(graph: Mapping[str, Any], *ways: str) -> set[str]:
    return {
        unique_id
        for unique_id, node in graph["nodes"].items()
        if not set(ways).isdisjoint(node["config"].get("meta") or {})
    }


def _tests_that_warn(graph: Mapping[str, Any]) -> set[str]:
    """Tests a complete build may have failed: of them it is not known that they still pass."""
    return {
        unique_id
        for unique_id, node in graph["nodes"].items()
        if node["resource_type"] == "test" and node["config"]["severity"].lower() == "warn"
    }


def _lookups(graph: Mapping[str, Any]) -> tuple[str, ...]:
    """What models built in parts read besides each other; the as-of date moves by itself."""
    in_parts = _models_built(graph, *_IN_PARTS)
    read = {one for reader in in_parts for one in graph["parent_map"][reader]} - in_parts
    read -= _models_built(graph, _EMPTY_IN_PARTS)
    names = {graph["nodes"][one]["name"] for one in read if one.startswith("model.")}
    return tuple(sorted(names - {"int_as_of_date"}))


def _has_changed(table: LandedTable) -> str:
    """A condition on row versions: the row has a new one, so all it ever said counts."""
    new = came_since(table.relation)
    return f"_source_key in (select _source_key from {table.relation} where {new})"


def _obstacle(
    connection: duckdb.DuckDBPyConnection,
    changed: list[LandedTable],
    as_of: str,
    last_day: dt.date,
) -> str:
    """Why documents cannot be built alone; empty where they can."""
    if as_of and dt.date.fromisoformat(as_of) < last_day:
        return "the as-of date has moved back"
    by_rules = "from intermediate.int_posting_sources_resolved where posting_source = 'rule'"
    if rows(connection, f"select 1 {by_rules} limit 1"):
        return "the posting rules make the books of an entity, and revalue them"
    for table in [] if as_of else changed:
        for day in table.days:
            was_newest = (
                f"{day} >= ? and {_has_changed(table)} and not {came_since(table.relation)}"
            )
            sql = f"select 1 from {table.relation} where {was_newest} limit 1"
            if rows(connection, sql, [last_day]):
                return "what happened on the newest day has changed"
    return ""


def _first_open_day(
    connection: duckdb.DuckDBPyConnection, changed: list[LandedTable], last_day: dt.date
) -> dt.date:
    """The day after the last build's; earlier where rates of earlier periods have come."""
    since = last_day + dt.timedelta(days=1)
    for table in changed:
        for day in table.days if not table.names else ():
            ((first,),) = rows(
                connection,
                f"select min({day}) from {table.relation} where {came_since(table.relation)}",
            )
            ((starts,),) = rows(
                connection,
                "select min(starts_date) from intermediate.int_fiscal_periods_resolved "
                "where ends_date >= ?",
                [first],
            )
            since = min(since, first, starts or first)
    return since


def _list_touched(
    connection: duckdb.DuckDBPyConnection,
    tables: list[LandedTable],
    changed: list[LandedTable],
    since: dt.date,
) -> dt.date:
    """Fill `touched.documents`, and find the first day any of them speaks of."""
    first_day = since
    connection.execute(
        "create or replace table touched.documents "
        "(source_system varchar, kind varchar, document_id varchar, document_key varchar)"
    )
    for source in sorted({table.source for table in tables if table.names}):
        own = [table for table in tables if table.source == source]
        masters = [
            _named(table, table.lookup, _has_changed(table))
            for table in own
            if table.lookup and table in changed
        ]
        _collect(connection, "masters", masters)
        looked_up = _kinds_in(connection, "masters")
        named = [table for table in own if table.names]
        found = [
            _named(table, table.names, _meets_any(table, conditions))
            for table in named
            if (conditions := _why_touched(table, changed, since, looked_up))
        ]
        first_day = min(first_day, _collect(connection, "found", found))
        _collect(connection, "reached", [])
        while kinds := _kinds_in(connection, "found"):
            connection.execute("insert into reached from found")
            linked = [
                _named(table, table.names, condition)
                for table in named
                if (condition := _any_in(table.names, "found", kinds))
            ]
            # Every row that names a document found is looked at here, so its days are seen.
            first_day = min(first_day, _collect(connection, "linked", linked))
            connection.execute(
                "create or replace temp table found as from linked anti join reached "
                "using (kind, id)"
            )
        connection.execute(
            "insert into touched.documents select ?, kind, id, md5(? || '|' || id) from reached",
            [source, source],
        )
    return first_day


def _why_touched(
    table: LandedTable, changed: list[LandedTable], since: dt.date, looked_up: set[str]
) -> list[str]:
    """Conditions on row versions: changed, of an open day, or looking up what has changed."""
    conditions = [f"{day} >= date '{since}'" for day in table.days]
    if table in changed:
        conditions.append(_has_changed(table))
    if refers_to_changed := _any_in(table.refers, "masters", looked_up):
        conditions.append(refers_to_changed)
    return conditions


def _meets_any(table: LandedTable, conditions: list[str]) -> str:
    """One condition; new rows stand together, and their ids tell which others need not be read."""
    ids = [f"select rowid from {table.relation} where {one}" for one in conditions]
    return f"rowid in ({' union all '.join(ids)})"


def _kinds_in(connection: duckdb.DuckDBPyConnection, listed: str) -> set[str]:
    return {kind for (kind,) in rows(connection, f"select distinct kind from {listed}")}


def _any_in(keys: Mapping[str, str], listed: str, kinds: set[str]) -> str:
    """A condition: one of the keys is listed; empty where nothing of their kinds is."""
    return " or ".join(
        f"{key} in (select id from {listed} where kind = {kind})"
        if kind.startswith("'")
        else f"({key}, {kind}) in (select id, kind from {listed})"
        for key, kind in keys.items()
        if kinds and (not kind.startswith("'") or kind.strip("'") in kinds)
    )


def _named(table: LandedTable, keys: Mapping[str, str], condition: str) -> str:
    """The query of what rows name, and the first of their days: kind, id, day."""
    pairs = ", ".join(f"{{'kind': {kind}, 'id': {key}}}" for key, kind in keys.items())
    day = f"least({', '.join(table.days)})" if table.days else "null::date"
    return (
        f"select named.kind, named.id, day from (select unnest([{pairs}]) as named, {day} as day "
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


def _touched_share(connection: duckdb.DuckDBPyConnection) -> float:
    ((touched, all_journals),) = rows(
        connection,
        "select (select count(*) from touched.documents where kind = 'journal'), "
        "(select count(*) from intermediate.int_journals_unioned)",
    )
    return float(touched) / max(int(all_journals), 1)
