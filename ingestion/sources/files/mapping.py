"""A mapping: one small YAML file that turns one kind of exported file into one canonical table.

**Belongs here**: the shape of a mapping, reading and checking it.

**Keep out**: reading data files (`reading`), running a mapping (the source itself).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import yaml

from ingestion.landed_source import Reference, TableContract
from ingestion.sources.files.expectations import canonical_tables

_KEYS: Final = {
    *("table", "file", "format", "rows", "lookups", "columns"),
    *("where", "group_by", "references"),
}
_FORMAT_KEYS: Final = {"delimiter", "header", "encoding", "columns", "sheet", "quote"}


class MappingWrong(ValueError):
    """A mapping must name a canonical table, its file, and an expression per required column."""

    def __init__(self, file: Path, key: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {key} {problem}. {remedy}")


class FileFormat(NamedTuple):
    """How a file is written.

    Attributes:
        delimiter: Between fields of a text file.
        encoding: Of a text file; decoded strictly.
        columns: Column names where the file has no header; None where it has one.
        sheet: Of a workbook; None takes the first.
        quote: Around fields that hold the delimiter; empty where the file has no quoting.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    columns: tuple[str, ...] | None = None
    sheet: str | None = None
    quote: str = '"'


class Lookup(NamedTuple):
    """Another file whose columns the expressions may use, joined left.

    Attributes:
        file: Below the data folder.
        join: SQL condition between `record` (a row of the mapped file) and the lookup's name.
        format: How the file is written.
    """

    file: str
    join: str
    format: FileFormat


class FileMapping(NamedTuple):
    """What one mapping file says.

    Attributes:
        path: The YAML file.
        contract: The canonical table it fills, with the mapping's references.
        file: Path or glob below the data folder.
        format: How the file is written.
        rows: snapshot: the file holds all there is, so what is absent was deleted. batches: each
            file adds documents and is landed once.
        lookups: By the name the expressions use.
        columns: Canonical column → SQL over `record`, the lookups, `_file`, `_sha256`, `_line`.
        where: SQL condition on rows to take; empty takes all.
        group_by: SQL expressions, where several rows of the file make one canonical row.
    """

    path: Path
    contract: TableContract
    file: str
    format: FileFormat
    rows: Literal["snapshot", "batches"]
    lookups: Mapping[str, Lookup]
    columns: Mapping[str, str]
    where: str
    group_by: tuple[str, ...]


def read_mapping(path: Path) -> FileMapping:
    """Read one mapping file.

    Raises:
        MappingWrong: a key is unknown or missing, or a column is not canonical.
    """
    try:
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingWrong(path, "the file", f"is no YAML ({error})", "Mend it.") from error
    if not isinstance(stated, dict):
        raise MappingWrong(path, "the file", "is no mapping of keys", f"Use {sorted(_KEYS)}.")
    if unknown := sorted(set(stated) - _KEYS):
        raise MappingWrong(path, unknown[0], "is not known", f"Use {sorted(_KEYS)}.")
    for key in ("table", "file", "columns"):
        if not stated.get(key):
            raise MappingWrong(path, key, "is missing", "State it.")
    tables = {table.name: table for table in canonical_tables()}
    if stated["table"] not in tables:
        raise MappingWrong(
            path, f"table {stated['table']}", "is not canonical", f"Use one of {sorted(tables)}."
        )
    contract = tables[stated["table"]]
    columns = {str(name): str(expression) for name, expression in stated["columns"].items()}
    _check_columns(path, contract, columns)
    rows = stated.get("rows", "snapshot")
    if rows not in ("snapshot", "batches"):
        raise MappingWrong(path, f"rows {rows}", "is not known", "Use snapshot or batches.")
    references = tuple(
        Reference(column, table) for column, table in (stated.get("references") or {}).items()
    )
    for reference in references:
        if reference.column not in columns or reference.table not in tables:
            raise MappingWrong(
                path,
                f"references.{reference.column}",
                "leads nowhere",
                "Name a mapped column and a canonical table.",
            )
    return FileMapping(
        path=path,
        contract=contract._replace(references=references),
        file=str(stated["file"]),
        format=_format(path, stated.get("format") or {}),
        rows=rows,
        lookups={
            name: Lookup(block["file"], block["join"], _format(path, block.get("format") or {}))
            for name, block in (stated.get("lookups") or {}).items()
        },
        columns=columns,
        where=str(stated.get("where") or ""),
        group_by=tuple(map(str, stated.get("group_by") or ())),
    )


def _check_columns(path: Path, contract: TableContract, columns: Mapping[str, str]) -> None:
    canonical = {column.name for column in contract.columns}
    if unknown := sorted(set(columns) - canonical):
        raise MappingWrong(
            path,
            f"columns.{unknown[0]}",
            f"is no column of {contract.name}",
            f"Use {', '.join(column.name for column in contract.columns)}.",
        )
    required = {column.name for column in contract.columns if not column.nullable}
    if absent := sorted((required | set(contract.key)) - set(columns)):
        raise MappingWrong(
            path, f"columns.{absent[0]}", "is required", "State a column or an expression."
        )


def _format(path: Path, stated: Mapping[str, Any]) -> FileFormat:
    if unknown := sorted(set(stated) - _FORMAT_KEYS):
        raise MappingWrong(
            path, f"format.{unknown[0]}", "is not known", f"Use {sorted(_FORMAT_KEYS)}."
        )
    has_header = stated.get("header", True)
    columns = stated.get("columns") or ()
    if not has_header and not columns:
        raise MappingWrong(
            path, "format.columns", "is missing", "A file without header needs its column names."
        )
    return FileFormat(
        delimiter=str(stated.get("delimiter", ",")),
        encoding=str(stated.get("encoding", "utf-8")),
        columns=None if has_header else tuple(map(str, columns)),
        sheet=stated.get("sheet"),
        quote=str(stated.get("quote", '"')),
    )
