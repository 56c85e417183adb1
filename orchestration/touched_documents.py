"""Which documents the next build has to make again, because something of them changed.

**Belongs here**: what has landed since the last complete build, and whether documents can be built
alone; the memory of a complete build; how much of the machine the next may take.

**Keep out**: which documents are linked (`orchestration.linked_documents`); which models are built
by document, and how (`dbt_project/macros/by_document`).

A change of a landed table that says nothing of documents but is part of what they are made of, and
every change of a model, a rule or a setting, has everything built.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

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
from orchestration.linked_documents import LandedTable, list_touched
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


def choose_scope(
    connection: duckdb.DuckDBPyConnection, manifest: Path, variables: Mapping[str, object]
) -> BuildScope:
    """Compare what is landed with the last complete build, and list the documents touched.

    `touched.documents` and `touched.versions` are listed (`orchestration.linked_documents`).

    Args:
        connection: The warehouse, to write.
        manifest: Prepared `manifest.json`.
        variables: dbt's variables as the build will have them.
    """
    # Rows that move together would get other ids than those listed.
    connection.execute("set global max_vacuum_tasks = 0")
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
    first_day = list_touched(connection, tables, changed, since)
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
            new = came_since(table.relation)
            was_newest = (
                f"{day} >= date '{last_day}' and not {new} and _source_key in "
                f"(select _source_key from {table.relation} where {new})"
            )
            sql = f"select 1 from {table.relation} where {was_newest} limit 1"
            if rows(connection, sql):
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
                f"where ends_date >= date '{first}'",
            )
            since = min(since, first, starts or first)
    return since


def _touched_share(connection: duckdb.DuckDBPyConnection) -> float:
    ((touched, all_journals),) = rows(
        connection,
        "select (select count(*) from touched.documents where kind = 'journal'), "
        "(select count(*) from intermediate.int_journals_unioned)",
    )
    return float(touched) / max(int(all_journals), 1)
