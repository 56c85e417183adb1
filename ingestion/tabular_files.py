"""Reads spreadsheets and delimited text into plain grids, and says exactly why it cannot.

**Belongs here**: opening XLSX and CSV files people send, finding the header row, dates kept as
spreadsheet serials, cells merged downwards, and one exception per reason to refuse a file.

**Keep out**: what a column means (each source maps its own headers) and validation of values
(the landing does that from the table contract).

Flow: path → `read_grids` → `Grid` → `find_table` → `SheetTable` of rows with their line numbers.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

HEADER_SEARCH_LINES = 20
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_EPOCH_1900 = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class FileRefused(ValueError):
    """A file is refused as a whole: no row of it may be landed."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{path.name}: {reason}. {remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class PasswordProtected(FileRefused):
    """A workbook must open without a password."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "the workbook is encrypted or in the old binary format",
            "Save it as .xlsx without a password and deliver it again.",
        )


class UnreadableWorkbook(FileRefused):
    """A workbook must be a whole, valid XLSX file."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            path, f"the workbook cannot be read ({detail})", "Deliver the whole file again."
        )


class UnknownFileType(FileRefused):
    """Only .xlsx and .csv files are read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, f"files of type '{path.suffix}' are not read", "Save as .xlsx or .csv."
        )


class UndecodableText(FileRefused):
    """Every byte of a text file must decode in the declared encoding."""

    def __init__(self, path: Path, encoding: str, offset: int) -> None:
        super().__init__(
            path,
            f"byte {offset} is not valid {encoding}",
            "Declare the file's real encoding in the profile or save it as UTF-8.",
        )


class RaggedRow(FileRefused):
    """Every line of a delimited file has as many fields as its header."""

    def __init__(self, path: Path, line: int, found: int, expected: int) -> None:
        super().__init__(
            path,
            f"line {line} has {found} fields where the header has {expected}",
            "Quote fields that hold the delimiter and deliver the file again.",
        )


class MalformedText(FileRefused):
    """A delimited file must be well-formed: quotes closed, no NUL bytes."""

    def __init__(self, path: Path, line: int, detail: str) -> None:
        super().__init__(path, f"line {line} is malformed ({detail})", "Export the file again.")


class HeaderMissing(FileRefused):
    """All required headers stand in one row among a sheet's first lines."""

    def __init__(self, path: Path, sheet: str, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            path,
            f"sheet '{sheet}' lacks the header{'s' * (len(self.missing) > 1)} "
            + ", ".join(f"'{name}'" for name in self.missing),
            "Restore the header or add its new name to the source's profile.",
        )


class HeaderDoubled(FileRefused):
    """A header name that is read stands only once in its row."""

    def __init__(self, path: Path, sheet: str, name: str) -> None:
        super().__init__(
            path, f"sheet '{sheet}' has the header '{name}' twice", "Rename or remove one of them."
        )


class SheetMissing(FileRefused):
    """A workbook holds every sheet its profile reads."""

    def __init__(self, path: Path, sheet: str) -> None:
        super().__init__(path, f"the sheet '{sheet}' is missing", "Restore the sheet's name.")


class Grid(NamedTuple):
    """One sheet (or one delimited file): cells by line and column, both from 0."""

    path: Path
    name: str
    rows: list[list[Cell]]
    epoch: dt.date
    merged_down: tuple[tuple[int, int, int], ...] = ()
    """(first line, last line, column) of cells merged over several lines of one column."""


class SheetRow(NamedTuple):
    """One data row: its line number as a spreadsheet shows it, and its cells by field."""

    line: int
    cells: dict[str, Cell]


class SheetTable(NamedTuple):
    """Rows under a header; `columns` says in which column each field stands."""

    grid: Grid
    header_line: int
    columns: dict[str, int]
    rows: list[SheetRow]


def read_grids(path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> list[Grid]:
    """Read every sheet of a workbook, or the one grid of a delimited file.

    Formulas are read as the values the spreadsheet last calculated.

    Args:
        path: An .xlsx or .csv file.
        encoding: Of a delimited file without a byte-order mark.
        delimiter: Of a delimited file.

    Returns:
        One grid per sheet in the workbook's order; cells of a delimited file are all text.

    Raises:
        FileRefused: the file cannot be read whole; its subclasses name the reason.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _workbook_grids(path)
    if suffix == ".csv":
        return [_text_grid(path, encoding, delimiter)]
    raise UnknownFileType(path)


def grid_named(grids: Sequence[Grid], name: str) -> Grid:
    """Return the sheet of that name; blanks around and case do not matter.

    Raises:
        SheetMissing: no sheet has the name.
    """
    for grid in grids:
        if _plain(grid.name) == _plain(name):
            return grid
    raise SheetMissing(grids[0].path, name)


def find_table(
    grid: Grid,
    headers: Mapping[str, Sequence[str]],
    *,
    optional: Iterable[str] = (),
    filled_down: Iterable[str] = (),
) -> SheetTable:
    """Find the header row and read the rows below it by field.

    Args:
        grid: One sheet.
        headers: Field → the header names that mean it, any of them.
        optional: Fields that may be absent; the others are required.
        filled_down: Fields whose cells may be merged over several lines; the value counts for
            each of them. Other merged cells count for their first line alone, so that an amount
            is never multiplied.

    Returns:
        Rows with at least one non-empty mapped cell; text is stripped, blank text is None.

    Raises:
        HeaderMissing: no row among the first lines holds all required headers.
        HeaderDoubled: a mapped header stands twice in the header row.
    """
    optional_fields = frozenset(optional)
    required = [field for field in headers if field not in optional_fields]
    best: list[str] | None = None
    for index, row in enumerate(grid.rows[:HEADER_SEARCH_LINES]):
        columns = _match_header(grid, row, headers)
        missing = [headers[field][0] for field in required if field not in columns]
        if not missing:
            rows = _rows_below(grid, index, columns, frozenset(filled_down))
            return SheetTable(grid, index + 1, columns, rows)
        if best is None or len(missing) < len(best):
            best = missing
    raise HeaderMissing(grid.path, grid.name, best or [headers[field][0] for field in required])


def text_of(value: Cell) -> str | None:
    """Write a cell as the text a person sees: no exponent, no trailing '.0', ISO dates.

    A spreadsheet keeps at most 15 significant digits, so a float is written with 15.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_decimal(Decimal(format(value, ".15g")))
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time(0)
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def date_text_of(value: Cell, epoch: dt.date = _EPOCH_1900) -> str | None:
    """Write a cell of a date column as ISO text; a bare number is a day serial of the workbook.

    Anything that is no date is returned as its text, so that validation can name it.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value < 2_958_466:
        return (epoch + dt.timedelta(days=int(value))).isoformat()
    return text_of(value)


def format_decimal(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _workbook_grids(path: Path) -> list[Grid]:
    with path.open("rb") as stream:
        magic = stream.read(len(_OLE_MAGIC))
    if magic == _OLE_MAGIC:
        raise PasswordProtected(path)
    try:
        epoch = _workbook_epoch(path)
        with CalamineWorkbook.from_path(path) as workbook:
            grids = []
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                merged = sheet.merged_cell_ranges or ()
                down = tuple(
                    (first[0], last[0], first[1])
                    for first, last in merged
                    if first[1] == last[1] and first[0] < last[0]
                )
                rows = [
                    [_clean(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
                ]
                grids.append(Grid(path, name, rows, epoch, down))
    except PasswordError as error:
        raise PasswordProtected(path) from error
    except (CalamineError, zipfile.BadZipFile, KeyError, OSError) as error:
        raise UnreadableWorkbook(path, type(error).__name__) from error
    if not grids:
        raise UnreadableWorkbook(path, "no sheet")
    return grids


def _workbook_epoch(path: Path) -> dt.date:
    with zipfile.ZipFile(path) as package:
        properties = package.read("xl/workbook.xml")
    is_1904 = re.search(rb"<workbookPr[^>]*\bdate1904=\"(1|true)\"", properties)
    return _EPOCH_1904 if is_1904 else _EPOCH_1900


def _text_grid(path: Path, encoding: str, delimiter: str) -> Grid:
    content = path.read_bytes()
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), encoding)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableText(path, encoding, error.start) from error
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    try:
        for fields in reader:
            if "\x00" in "".join(fields):
                raise MalformedText(path, reader.line_num, "a NUL byte")
            width = width or len(fields)
            if fields and len(fields) != width:
                raise RaggedRow(path, reader.line_num, len(fields), width)
            # A quoted line break makes one record of several lines; blank records keep the
            # index of a record equal to the line it ends on.
            rows.extend([] for _ in range(reader.line_num - len(rows) - 1))
            rows.append([_clean(field) for field in fields])
    except csv.Error as error:
        raise MalformedText(path, reader.line_num, str(error)) from error
    return Grid(path, path.stem, rows, _EPOCH_1900)


def _clean(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell.replace("\u00a0", " ").strip() or None
    return cell


def _plain(name: str) -> str:
    return " ".join(name.replace("\u00a0", " ").split()).casefold()


def _match_header(
    grid: Grid, row: Sequence[Cell], headers: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    by_name: dict[str, list[int]] = {}
    for position, cell in enumerate(row):
        if cell is not None:
            by_name.setdefault(_plain(text_of(cell) or ""), []).append(position)
    columns = {}
    for field, names in headers.items():
        found = sorted({place for name in names for place in by_name.get(_plain(name), [])})
        if len(found) > 1:
            raise HeaderDoubled(grid.path, grid.name, names[0])
        if found:
            columns[field] = found[0]
    return columns


def _rows_below(
    grid: Grid, header_index: int, columns: Mapping[str, int], filled_down: frozenset[str]
) -> list[SheetRow]:
    fill = {
        (line, column): grid.rows[first][column]
        for first, last, column in grid.merged_down
        for line in range(first + 1, last + 1)
        if first > header_index and first < len(grid.rows) and column < len(grid.rows[first])
    }
    rows = []
    for index in range(header_index + 1, len(grid.rows)):
        row = grid.rows[index]
        cells = {}
        for field, column in columns.items():
            value = row[column] if column < len(row) else None
            if value is None and field in filled_down:
                value = fill.get((index, column))
            cells[field] = value
        if any(value is not None for value in cells.values()):
            rows.append(SheetRow(index + 1, cells))
    return rows
