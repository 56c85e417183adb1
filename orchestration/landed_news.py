"""What has landed since the last complete build, and what of the dbt project reads it.

**Belongs here**: which raw tables have rows that no build has seen, and the nodes below them.

**Keep out**: documents (`orchestration.touched_documents`).

A raw table whose rows say when they were recorded has news where some came after what
`touched.built_tables` remembers of it (relation, recorded_at: the newest row the last complete
build saw). Any other table always has.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def nodes_with_news(
    connection: duckdb.DuckDBPyConnection, graph: Mapping[str, Any], *, moves: bool
) -> set[str]:
    """Ids of the models, seeds and tests of dbt that read, however indirectly, what has news.

    Args:
        connection: The warehouse.
        graph: dbt's manifest.
        moves: Whether the as-of date may be another than in the last build.
    """
    versioned = versioned_relations(connection, graph)
    ahead = [
        unique_id
        for unique_id in graph["sources"]
        if unique_id not in versioned or has_news(connection, versioned[unique_id])
    ]
    if moves:
        ahead.append("model.ledgerhouse.int_as_of_date")
    found = set(ahead)
    while ahead:
        below = set(graph["child_map"].get(ahead.pop(), ())) - found
        found |= below
        ahead.extend(below)
    return found.intersection(graph["nodes"])
