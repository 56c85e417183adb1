"""The ERP's tables as this source knows them: `tryton_tables.yml`, read once.

**Belongs here**: names in the ERP and in the warehouse, column types, what is rounded when read.

**Keep out**: what a row must satisfy (`expectations`), how it is read (`erp_database`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from ingestion.landed_source import TYPE_WORDS

CATALOGUE_FILE: Final = Path(__file__).with_name("tryton_tables.yml")
_ROUNDED: Final = "~"


class ErpColumn(NamedTuple):
    """A column of an ERP table: name, type word, whether the ERP keeps it as a binary float."""

    name: str
    type: str
    is_float: bool

    @property
    def sql_type(self) -> str:
        """The DuckDB type its text is rounded or cast to."""
        return TYPE_WORDS.get(self.type, self.type)


class ErpTable(NamedTuple):
    """A table of the ERP: `party_party-party_category`, landed as `party_party_party_category`."""

    erp_name: str
    columns: tuple[ErpColumn, ...]

    @property
    def name(self) -> str:
        """The name of the raw table."""
        return self.erp_name.replace("-", "_")


@cache
def erp_tables() -> tuple[ErpTable, ...]:
    """All tables read from the ERP, in the catalogue's order."""
    read: dict[str, dict[str, str]] = yaml.safe_load(CATALOGUE_FILE.read_text(encoding="utf-8"))
    return tuple(
        ErpTable(
            table,
            tuple(
                ErpColumn(name, kind.removesuffix(_ROUNDED), kind.endswith(_ROUNDED))
                for name, kind in columns.items()
            ),
        )
        for table, columns in read.items()
    )
