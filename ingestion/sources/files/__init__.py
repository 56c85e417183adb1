"""Any ERP or CRM exported as files: CSV, XLSX or Parquet, mapped to the canonical contract.

**Belongs here**: which files are new, running mappings, handing over canonical rows.

**Keep out**: the shape of a mapping (`mapping`), reading files (`reading`).

Run alone: `python -m ingestion files --project examples/adventureworks --data DIRECTORY`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import duckdb

from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.files.expectations import canonical_tables
from ingestion.sources.files.mapping import FileMapping, MappingWrong, read_mapping
from ingestion.sources.files.reading import load_file
from ingestion.tabular_files import FileRefused

if TYPE_CHECKING:
    from ingestion.project import Project

_BATCH_ROWS = 250_000


class SnapshotRefused(ValueError):
    """A snapshot is landed whole: where its file is refused, the table stays as it was."""


class NoMappings(ValueError):
    """A folder of mappings holds at least one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds no mapping (*.yml). Write one per canonical table; see "
            "ingestion/sources/files/README.md."
        )


class _Delivered(NamedTuple):
    path: Path
    sha256: str


class FilesSource(LandedSource):
    """Exports of any ERP or CRM, mapped table by table to the canonical contract."""

    name: ClassVar[str] = "files"
    tables: Sequence[TableContract] = canonical_tables()

    def __init__(self, folder: Path, mappings: Sequence[FileMapping]) -> None:
        """Read files below `folder` as `mappings` say."""
        self._folder = folder
        self._mappings = mappings
        referring = {mapping.contract.name: mapping.contract for mapping in mappings}
        self.tables = tuple(referring.get(table.name, table) for table in canonical_tables())

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `folder` (where the files are), `mappings` (folder of mapping files, below the
        project's folder; `mappings` by default).

        Raises:
            NoMappings: the folder of mappings is empty.
            MappingWrong: a mapping is malformed.
        """
        folder = project.folder / str(settings.get("mappings", "mappings"))
        paths = sorted(folder.glob("*.yml"))
        if not paths:
            raise NoMappings(folder)
        return cls(Path(str(settings["folder"])), [read_mapping(path) for path in paths])

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over every mapping whose files, lookups or text have changed.

        Raises:
            SnapshotRefused: a snapshot's file, or a lookup, cannot be read whole.
            MappingWrong: an expression does not fit the file.
        """
        for mapping in self._mappings:
            delivered = self._delivered(mapping, context)
            fingerprint = _fingerprint(mapping, delivered, self._lookup_files(mapping, context))
            cursor = f"mapping:{mapping.path.name}"
            if context.cursors.get(cursor) == fingerprint:
                continue
            if mapping.rows == "snapshot":
                yield from self._snapshot(mapping, delivered, context)
            else:
                yield from self._batches(mapping, delivered, context)
            context.new_cursors[cursor] = fingerprint

    def _delivered(self, mapping: FileMapping, context: ExtractContext) -> list[_Delivered]:
        paths = sorted(self._folder.glob(mapping.file))
        if not paths and mapping.rows == "snapshot":
            raise SnapshotRefused(
                f"{mapping.path.name}: no file {mapping.file} below {self._folder}. Deliver it, "
                "or remove the mapping."
            )
        return [_Delivered(path, context.archive.keep(path)) for path in paths]

    def _lookup_files(self, mapping: FileMapping, context: ExtractContext) -> list[_Delivered]:
        found = []
        for name, lookup in mapping.lookups.items():
            path = self._folder / lookup.file
            if not path.is_file():
                raise SnapshotRefused(
                    f"{mapping.path.name}: lookup {name} needs {lookup.file}, which is not below "
                    f"{self._folder}. Deliver it."
                )
            found.append(_Delivered(path, context.archive.keep(path)))
        return found

    def _snapshot(
        self, mapping: FileMapping, delivered: Sequence[_Delivered], context: ExtractContext
    ) -> Iterator[Extract]:
        with duckdb.connect(":memory:") as connection:
            try:
                self._load_lookups(connection, mapping)
                for at, file in enumerate(delivered):
                    _load_record(connection, mapping, file, is_more=at > 0)
            except FileRefused as refusal:
                context.archive.refuse(refusal.path, str(refusal))
                raise SnapshotRefused(str(refusal)) from refusal
            yield _mapped(connection, mapping, "full")

    def _batches(
        self, mapping: FileMapping, delivered: Sequence[_Delivered], context: ExtractContext
    ) -> Iterator[Extract]:
        landed = set(context.cursors.get(_landed_cursor(mapping), "").split())
        for file in delivered:
            if file.sha256 in landed:
                continue
            with duckdb.connect(":memory:") as connection:
                try:
                    self._load_lookups(connection, mapping)
                    _load_record(connection, mapping, file)
                except FileRefused as refusal:
                    context.archive.refuse(refusal.path, str(refusal))
                    continue
                landed.add(file.sha256)
                yield _mapped(connection, mapping, "changes")
        context.new_cursors[_landed_cursor(mapping)] = " ".join(sorted(landed))

    def _load_lookups(self, connection: duckdb.DuckDBPyConnection, mapping: FileMapping) -> None:
        for name, lookup in mapping.lookups.items():
            load_file(connection, name, self._folder / lookup.file, lookup.format)


def _landed_cursor(mapping: FileMapping) -> str:
    return f"batches:{mapping.path.name}"


def _fingerprint(
    mapping: FileMapping, delivered: Sequence[_Delivered], lookups: Sequence[_Delivered]
) -> str:
    """Change where the mapping's text or the content of any of its files changes."""
    parts = [mapping.path.read_text(encoding="utf-8")]
    parts += [f"{file.path.name} {file.sha256}" for file in (*delivered, *lookups)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _load_record(
    connection: duckdb.DuckDBPyConnection,
    mapping: FileMapping,
    file: _Delivered,
    *,
    is_more: bool = False,
) -> None:
    load_file(connection, "arrived_file", file.path, mapping.format)
    place = "select *, $name as _file, $sha256 as _sha256 from arrived_file"
    values = {"name": file.path.name, "sha256": file.sha256}
    if is_more:
        connection.execute(f"insert into record by name {place}", values)
    else:
        connection.execute(f"create or replace table record as {place}", values)


def _mapped(connection: duckdb.DuckDBPyConnection, mapping: FileMapping, scope: str) -> Extract:
    """Run the mapping's expressions over the loaded tables."""
    # From here on nothing but what is loaded can be read, whatever an expression says.
    connection.execute("set enable_external_access = false")
    joins = " ".join(
        f'left join "{name}" on {lookup.join}' for name, lookup in mapping.lookups.items()
    )
    grouped = bool(mapping.group_by)
    place = (
        ("min(record._file)", "min(record._line)") if grouped else ("record._file", "record._line")
    )
    columns = ", ".join(f'({sql}) as "{name}"' for name, sql in mapping.columns.items())
    query = (
        f"select {columns}, {place[0]} as _file, {place[1]} as _line from record {joins}"
        + (f" where {mapping.where}" if mapping.where else "")
        + (f" group by {', '.join(mapping.group_by)}" if grouped else "")
    )
    try:
        rows = connection.execute(query).to_arrow_table(_BATCH_ROWS)
    except duckdb.Error as error:
        detail = " ".join(str(error).split("\n\n", 1)[0].split())
        raise MappingWrong(
            mapping.path, "an expression", f"cannot be evaluated ({detail})", "Correct it."
        ) from error
    counted = _source_rows(connection, mapping) if scope == "full" else None
    return Extract(
        mapping.contract.name,
        rows,
        "full" if scope == "full" else "changes",
        source_rows=counted,
    )


def _source_rows(connection: duckdb.DuckDBPyConnection, mapping: FileMapping) -> int | None:
    """Count the file's own rows, where each makes one canonical row.

    Lookups are joined left by what should be a key: one that doubles rows is then seen as a
    difference between what the file holds and what was handed over.
    """
    if mapping.group_by or mapping.where:
        return None
    ((rows,),) = connection.execute("select count(*) from record").fetchall()
    return int(rows)
