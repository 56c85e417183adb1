"""Which tables of a release an auditor gets, and what makes a row of each of them one row.

**Belongs here**: the choice of schemas, the grain from the model's own description.

**Keep out**: writing files (`pack`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import duckdb
import yaml

from orchestration.settings import DBT_PROJECT_DIR
from orchestration.warehouse import literal, rows

# What the books and their proofs rest on; sales, supply and planning explain them.
_SCHEMAS: Final = (
    "calendar",
    "receivables",
    "payables",
    "treasury",
    "ledger",
    "statements",
    "audit",
)


class PackedTable(NamedTuple):
    """One table of the pack.

    Attributes:
        schema: Its schema, a domain.
        name: Its name within the schema.
        description: What a row is, in the words of the model.
        key: Columns that make a row one row.
        columns: All columns with their types, in the order of the release.
    """

    schema: str
    name: str
    description: str
    key: tuple[str, ...]
    columns: dict[str, str]

    @property
    def full_name(self) -> str:
        """`schema.name`, which also names its files."""
        return f"{self.schema}.{self.name}"

    @property
    def money(self) -> tuple[str, ...]:
        """Columns that are added up as control sums."""
        return tuple(name for name, kind in self.columns.items() if kind.startswith("DECIMAL"))


def packed_tables(release: duckdb.DuckDBPyConnection) -> list[PackedTable]:
    """The tables of a release that go into the pack, in order of name."""
    found: dict[tuple[str, str], PackedTable] = {}
    for schema, name, comment, column, kind in rows(
        release,
        "select schema_name, table_name, tables.comment, column_name, data_type "
        "from duckdb_tables() as tables "
        "inner join duckdb_columns() as columns using (database_name, schema_name, table_name) "
        "where not columns.internal "
        f"and schema_name in ({', '.join(literal(schema) for schema in _SCHEMAS)}) "
        "order by schema_name, table_name, column_index",
    ):
        table = found.setdefault(
            (schema, name), PackedTable(schema, name, (comment or "").strip(), (), {})
        )
        table.columns[column] = kind
    return [
        table._replace(key=_grain(table.name) or tuple(table.columns)) for table in found.values()
    ]


def _grain(model: str) -> tuple[str, ...]:
    """The grain in a model's twin; empty where no model of this version has that name."""
    for twin in sorted((DBT_PROJECT_DIR / "models").rglob(f"{model}.yml")):
        (described,) = yaml.safe_load(twin.read_text(encoding="utf-8"))["models"]
        return tuple(described["config"]["meta"]["grain"])
    return ()
