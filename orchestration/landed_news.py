"""What has landed since the last complete build, and what of the dbt project reads it.

**Belongs here**: which raw tables have rows that no build has seen, and the nodes below them.

**Keep out**: documents (`orchestration.touched_documents`).

A raw table whose rows say when they were recorded has news where some came after what
`touched.built_tables` remembers of it (relation, recorded_at: the newest row the last complete
build saw). Any other table always has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from orchestration.warehouse import literal, rows


def relation_of(source: Mapping[str, Any]) -> str:
    """The raw table a source of dbt's manifest is."""
    return f'{source["schema"]}."{source["identifier"]}"'


def versioned_relations(
    connection: duckdb.DuckDBPyConnection, graph: Mapping[str, Any]
) -> dict[str, str]:
    """Id of a dbt source → its raw table, where its rows say when they were recorded.

    Args:
        connection: The warehouse.
        graph: dbt's manifest.
    """
    versioned = set(
        rows(
            connection,
            "select table_schema, table_name from information_schema.columns "
            "where column_name = '_recorded_at'",
        )
    )
    return {
        unique_id: relation_of(source)
        for unique_id, source in graph["sources"].items()
        if (source["schema"], source["identifier"]) in versioned
    }


def came_since(relation: str) -> str:
    """A condition on the rows of a raw table: they came after the last complete build."""
    return (
        "_recorded_at > coalesce((select recorded_at from touched.built_tables "
        f"where relation = {literal(relation)}), '-infinity')"
    )


def has_news(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Whether a raw table has rows no complete build has seen."""
    found = rows(connection, f"select 1 from {relation} where {came_since(relation)} limit 1")
    return bool(found)


def sources_with_news(connection: duckdb.DuckDBPyConnection, graph: Mapping[str, Any]) -> set[str]:
    """Ids of dbt's sources that no complete build has seen as they are.

    Args:
        connection: The warehouse.
        graph: dbt's manifest.
    """
    versioned = versioned_relations(connection, graph)
    return {
        unique_id
        for unique_id in graph["sources"]
        if unique_id not in versioned or has_news(connection, versioned[unique_id])
    }


def nodes_below(graph: Mapping[str, Any], roots: Iterable[str]) -> set[str]:
    """Ids of the models, seeds and tests of dbt that are, or however indirectly read, the roots.

    Args:
        graph: dbt's manifest.
        roots: Ids of nodes and sources.
    """
    found = set(roots)
    ahead = list(found)
    while ahead:
        below = set(graph["child_map"].get(ahead.pop(), ())) - found
        found |= below
        ahead.extend(below)
    return found.intersection(graph["nodes"])
