"""The contract every source keeps: which tables it lands and what it hands over for each.

**Belongs here**: the types shared by sources and the landing.

**Keep out**: how rows are validated and loaded (`validation`, `pipeline`), one source alone.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    import pyarrow as pa

    from ingestion.project import Project


class Column(NamedTuple):
    """One column of a raw table.

    type: a word of the canonical contract (text, date, timestamp, boolean, integer, money, rate,
        quantity, ratio) or a DuckDB type.
    """

    name: str
    type: str
    nullable: bool = True
    description: str = ""


class Rule(NamedTuple):
    """What must be true of a row before it may be landed.

    passes: A DuckDB boolean expression over the typed columns; null counts as passed.
    """

    name: str
    passes: str


class Reference(NamedTuple):
    """A column whose value must be the key of a row of another table of the same source."""

    column: str
    table: str


class TableContract(NamedTuple):
    """A raw table as a source fills it: frozen columns, key, money sums, rules, references."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sums: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    references: tuple[Reference, ...] = ()


class Extract(NamedTuple):
    """What a source hands over for one table in one run.

    table: Name of the table.
    rows: The contract's columns by name, in any type that casts to theirs, plus optional `_file`
        (text) and `_line` (int64) saying where a row stands.
    scope: full: keys that are not among `rows` have been deleted in the source. changes: only new
        or changed rows.
    present_keys: With changes, the keys alive in the source (the key columns), so that deletions
        are seen; None where rows are never deleted.
    source_rows: Row count as the source itself states it; None where it states none.
    source_sums: Σ per money column as the source itself states it.
    """

    table: str
    rows: pa.Table | pa.RecordBatchReader
    scope: Literal["full", "changes"]
    present_keys: pa.Table | None = None
    source_rows: int | None = None
    source_sums: Mapping[str, Decimal] | None = None


class LandedFile(NamedTuple):
    """A file that was read whole, or refused whole with the reason."""

    file_sha256: str
    file_name: str
    byte_count: int
    row_count: int
    status: Literal["landed", "refused"]
    reason: str | None = None


class RawArchive(Protocol):
    """Keeps raw files by content, before anything is parsed."""

    def keep(self, path: Path) -> str:
        """Copy the file into the archive and return its sha256."""
        ...


class ExtractContext(NamedTuple):
    """What a source may know of earlier runs, and where it notes what it did.

    cursors: Last stored cursor per name (usually a table).
    landed_files: sha256 of files that have been landed completely.
    archive: Keeps raw files before they are parsed.
    new_cursors: The source writes the cursors to store once everything is loaded.
    files: The source appends one entry per file it read or refused.
    as_of: The day the run is made for.
    """

    cursors: Mapping[str, str]
    landed_files: frozenset[str]
    archive: RawArchive
    new_cursors: dict[str, str]
    files: list[LandedFile]
    as_of: dt.date


class LandedSource(ABC):
    """A source system whose tables are landed in the schema `raw_<name>`."""

    name: ClassVar[str]
    tables: Sequence[TableContract]

    @classmethod
    @abstractmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:
        """Build the source from its block in the project file."""

    @abstractmethod
    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over the tables, each at most once, in an order that suits the source."""

    def table(self, name: str) -> TableContract:
        """Return the contract of one table.

        Raises:
            KeyError: the source has no such table.
        """
        for contract in self.tables:
            if contract.name == name:
                return contract
        raise KeyError(f"source {self.name} has no table {name}")
