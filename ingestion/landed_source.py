"""What a source promises and hands over: its tables, their contracts, one extract a table.

**Belongs here**: the types every source and the landing speak in.

**Keep out**: how an extract is judged (`validation`) and loaded (`pipeline`).
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple, Self

import pyarrow as pa

if TYPE_CHECKING:
    from ingestion.archive import Archive
    from ingestion.project import Project

TYPE_WORDS: Final[Mapping[str, str]] = {
    "text": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "money": "DECIMAL(20,4)",
    "rate": "DECIMAL(18,10)",
    "quantity": "DECIMAL(20,6)",
    "ratio": "DECIMAL(9,6)",
}
"""Canonical type word → DuckDB type. Any other word is taken as a DuckDB type itself."""


class LandedDataRefused(Exception):
    """What a source hands over must keep its contract; each subclass is one broken rule."""


class Column(NamedTuple):
    """One column of a landed table.

    Attributes:
        name: The source's own name for it.
        type: A type word (`text`, `date`, `timestamp` in UTC, `boolean`, `integer`, `money`,
            `rate`, `quantity`, `ratio`) or a DuckDB type.
        nullable: Whether a row without a value is accepted.
        description: What it holds, with unit or currency.
    """

    name: str
    type: str
    nullable: bool = True
    description: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type the column is landed as."""
        return TYPE_WORDS.get(self.type, self.type.upper())


class Rule(NamedTuple):
    """A condition every row must meet.

    Attributes:
        name: What is true of a good row, as an identifier: `rate_is_positive`.
        passes: DuckDB boolean expression over the contract's typed columns; null counts as pass.
    """

    name: str
    passes: str


class Reference(NamedTuple):
    """A column whose value, where there is one, is the key of a row of another table.

    Attributes:
        column: In the referring table.
        table: A table of the same source whose key is one column.
    """

    column: str
    table: str


class TableContract(NamedTuple):
    """What one landed table promises.

    Attributes:
        name: Table name within `raw_<source>`.
        columns: All columns; an extract with any other column is refused.
        key: Columns that identify a row in the source; never null.
        sums: Numeric columns whose totals are compared with the source's.
        rules: Conditions on a row; a row that breaks one is quarantined.
        references: Where rows of other tables must exist; an orphan is quarantined.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sums: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    references: tuple[Reference, ...] = ()


class Extract(NamedTuple):
    """What a source hands over for one table in one run.

    A source may hand over several extracts for one table (one a file, say): with scope `changes`
    they count as one.

    Attributes:
        table: Name of the contract.
        rows: Contract columns by name, of any type; an empty text in a column that is not text
            means "no value". Optionally `_file` (name of the file a row came from) and `_line`.
            A column that may be null may be left out.
        scope: `full`: a key that is not among the rows is deleted in the source. `changes`: only
            what is new or changed; the way for files of immutable documents.
        present_keys: With `changes`, the key columns of all rows alive in the source, so that
            deletions are seen.
        source_rows: Number of rows as the source itself counts them. With `present_keys` of the
            whole table, otherwise of this extract.
        source_sums: Totals of the contract's `sums` columns as the source itself adds them, over
            the same rows as `source_rows`.
    """

    table: str
    rows: pa.Table | pa.RecordBatchReader
    scope: Literal["full", "changes"]
    present_keys: pa.Table | None = None
    source_rows: int | None = None
    source_sums: Mapping[str, Decimal] | None = None


class ExtractContext(NamedTuple):
    """What a source knows of earlier runs, and where it leaves word for later ones.

    Attributes:
        cursors: Positions stored by the last complete run, by a name the source chooses.
        landed_files: sha256 of files this source has landed completely.
        archive: Keeps a raw copy of a file before it is parsed.
        new_cursors: Filled by the source; stored when everything it handed over is loaded.
        as_of: The business date of the run.
    """

    cursors: Mapping[str, str]
    landed_files: frozenset[str]
    archive: Archive
    new_cursors: dict[str, str]
    as_of: dt.date


class LandedSource(ABC):
    """A source system: its tables, and how to read them.

    Attributes:
        name: Names the package `ingestion.sources.<name>` and the schema `raw_<name>`.
        tables: The contracts, readable on the class, before any connection is made.
    """

    name: ClassVar[str]
    tables: Sequence[TableContract]

    @classmethod
    @abstractmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:
        """Build the source from its block in `ledgerhouse.yml`, `${…}` already expanded."""

    @abstractmethod
    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over what is to be landed, table by table."""

    def table(self, name: str) -> TableContract:
        """The contract of one table.

        Raises:
            LookupError: the source has no such table.
        """
        for contract in self.tables:
            if contract.name == name:
                return contract
        raise LookupError(f"source {self.name} has no table {name}")
