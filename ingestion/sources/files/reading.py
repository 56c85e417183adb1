"""Reads one exported file whole into a table of text, or refuses it with the reason.

**Belongs here**: CSV (any delimiter and encoding), XLSX and Parquet; the line of each row.

**Keep out**: what a column means (`mapping`).
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import pyarrow as pa

from ingestion.sources.files.mapping import FileFormat
from ingestion.tabular_files import (
    FileRefused,
    UndecodableText,
    UnknownFileType,
    grid_named,
    read_grids,
    text_of,
)

_TEXT_SUFFIXES: Final = {".csv", ".tsv", ".txt"}
_UTF8: Final = {"utf-8", "utf8", "utf-8-sig", "ascii"}


class HeaderUnusable(FileRefused):
    """A header names every column once."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, f"the header is unusable: {detail}", "Export the file again.")


class RowsUnreadable(FileRefused):
    """Every row of a file has the header's fields, well-formed."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            path,
            f"a row cannot be read: {detail}",
            "Mend the line named, or correct delimiter and quoting in the mapping's format.",
        )


def load_file(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, form: FileFormat
) -> int:
    """Load a file into a table of text columns plus `_line`, and return its number of rows.

    Args:
        connection: Gets the table.
        name: Of the table.
        path: A .csv, .tsv, .txt, .xlsx or .parquet file.
        form: How the file is written.

    Raises:
        FileRefused: the file cannot be read whole; its subclasses name the reason.
    """
    suffix = path.suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        _load_text(connection, name, path, form)
    elif suffix == ".xlsx":
        _load_workbook(connection, name, path, form)
    elif suffix == ".parquet":
        connection.execute(
            f'create or replace table "{name}" as '
            "select columns(*)::varchar, row_number() over () as _line from read_parquet(?)",
            [str(path)],
        )
    else:
        raise UnknownFileType(path)
    ((rows,),) = connection.execute(f'select count(*) from "{name}"').fetchall()
    return int(rows)


def _load_text(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, form: FileFormat
) -> None:
    if form.encoding.lower() in _UTF8:
        _read_csv(connection, name, path, path, form)
        return
    # Decoded strictly here: a reader that skips what it cannot decode loses rows in silence.
    try:
        text = path.read_bytes().decode(form.encoding)
    except UnicodeDecodeError as error:
        raise UndecodableText(path, form.encoding, error.start) from error
    with TemporaryDirectory() as folder:
        decoded = Path(folder) / "decoded.csv"
        decoded.write_text(text, encoding="utf-8", newline="")
        _read_csv(connection, name, path, decoded, form)


def _read_csv(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, readable: Path, form: FileFormat
) -> None:
    columns = form.columns or _header(path, readable, form)
    has_header = form.columns is None
    try:
        connection.execute(
            f'create or replace table "{name}" as select *, '
            f"row_number() over () + {int(has_header)} as _line from read_csv(?, "
            "columns = $columns, header = $header, delim = $delimiter, quote = $quote, "
            "escape = $quote, nullstr = '', auto_detect = false, strict_mode = true, "
            "null_padding = false)".replace("?", "$path"),
            {
                "path": str(readable),
                "columns": dict.fromkeys(columns, "VARCHAR"),
                "header": has_header,
                "delimiter": form.delimiter,
                "quote": form.quote,
            },
        )
    except duckdb.Error as error:
        detail = str(error).split("\n\n", 1)[0].replace(str(readable), path.name)
        raise RowsUnreadable(path, " ".join(detail.split())[:300]) from error


def _header(path: Path, readable: Path, form: FileFormat) -> tuple[str, ...]:
    try:
        with readable.open(encoding="utf-8-sig", newline="") as stream:
            first = next(csv.reader(stream, delimiter=form.delimiter), [])
    except UnicodeDecodeError as error:
        raise UndecodableText(path, form.encoding, error.start) from error
    names = tuple(cell.strip() for cell in first)
    if not names:
        raise HeaderUnusable(path, "the file is empty")
    if "" in names:
        raise HeaderUnusable(path, f"column {names.index('') + 1} has no name")
    if doubled := [cell for cell, count in Counter(map(str.lower, names)).items() if count > 1]:
        raise HeaderUnusable(path, f"'{doubled[0]}' stands twice")
    return names


def _load_workbook(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, form: FileFormat
) -> None:
    grids = read_grids(path)
    grid = grid_named(grids, form.sheet) if form.sheet else grids[0]
    numbered = [
        (line, row)
        for line, row in enumerate(grid.rows, 1)
        if any(cell is not None for cell in row)
    ]
    columns = form.columns
    if columns is None:
        if not numbered:
            raise HeaderUnusable(path, "the sheet is empty")
        _, header = numbered.pop(0)
        columns = tuple(text_of(cell) or "" for cell in header)
        if "" in columns or len(set(columns)) < len(columns):
            raise HeaderUnusable(path, "a column has no name, or two have the same")
    cells = {
        column: pa.array(
            [text_of(row[at]) if at < len(row) else None for _, row in numbered], pa.string()
        )
        for at, column in enumerate(columns)
    }
    lines = pa.array([line for line, _ in numbered], pa.int64())
    connection.register("workbook_rows", pa.table({**cells, "_line": lines}))
    connection.execute(f'create or replace table "{name}" as select * from workbook_rows')
    connection.unregister("workbook_rows")
