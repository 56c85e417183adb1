"""Reads one file of expense claims, in whichever known layout it is, into claims and lines.

**Belongs here**: choosing the layout, fields as text, claims that stand on their lines.

**Keep out**: opening files (`ingestion.tabular_files`), layouts (`profiles`), and whether claims
are right (`claim_checks`, `expectations`).
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from ingestion.sources.expenses.profiles import ExpenseProfile, SheetProfile
from ingestion.tabular_files import (
    FileRefused,
    Grid,
    HeaderDoubled,
    HeaderMissing,
    SheetTable,
    UnknownFileType,
    date_text_of,
    find_table,
    format_decimal,
    grid_named,
    read_grids,
    text_of,
)

Fields = dict[str, str | None]

_DATES = frozenset({"submitted_date", "approved_date", "paid_date", "expense_date"})
_AMOUNTS = frozenset({"claimed_amount", "approved_amount", "tax_amount"})
_CLAIM_PREFIX = "claim:"


class ClaimFile(NamedTuple):
    """The content of one file; every row has `_file` and `_line` besides its fields."""

    claims: list[Fields]
    lines: list[Fields]
    conflicts: frozenset[str]
    """Claims whose own fields differ from one of their lines to another."""


def read_claim_file(
    path: Path, profiles: Sequence[ExpenseProfile], defaults: Mapping[str, str]
) -> ClaimFile:
    """Read a file by the first layout it fits.

    Args:
        path: .xlsx or .csv.
        profiles: Layouts in order of preference.
        defaults: Values of fields the layout has no column for.

    Returns:
        Claims and lines with all values as text, amounts exactly as written.

    Raises:
        FileRefused: the file cannot be read, or fits no layout; then the reason names the
            headers missing from the layout it comes nearest to.
    """
    fitting = [profile for profile in profiles if path.suffix.lower() in profile.file_types]
    if not fitting:
        raise UnknownFileType(path)
    nearest: FileRefused | None = None
    for profile in fitting:
        grids = read_grids(path, encoding=profile.encoding, delimiter=profile.delimiter)
        try:
            if profile.claims is not None:
                return _two_sheets(grids, profile, profile.claims, defaults)
            return _one_sheet(grids, profile, defaults)
        except FileRefused as refusal:
            if nearest is None or _distance(refusal) < _distance(nearest):
                nearest = refusal
    raise nearest or UnknownFileType(path)


def _distance(refusal: FileRefused) -> int:
    if isinstance(refusal, HeaderDoubled):
        return 0
    return len(refusal.missing) if isinstance(refusal, HeaderMissing) else 1_000


def _two_sheets(
    grids: Sequence[Grid],
    profile: ExpenseProfile,
    claims: SheetProfile,
    defaults: Mapping[str, str],
) -> ClaimFile:
    claim_table = _table(grids, claims, profile.optional, claims.columns)
    line_table = _table(grids, profile.lines, profile.optional, profile.lines.columns)
    claim_rows = _rows(claim_table, profile, defaults)
    return ClaimFile(claim_rows, _rows(line_table, profile, defaults), frozenset())


def _one_sheet(
    grids: Sequence[Grid], profile: ExpenseProfile, defaults: Mapping[str, str]
) -> ClaimFile:
    on_lines = profile.claims_on_lines.columns if profile.claims_on_lines else {}
    columns = {
        **profile.lines.columns,
        **{_CLAIM_PREFIX + field: names for field, names in on_lines.items()},
    }
    optional = profile.optional | {_CLAIM_PREFIX + field for field in profile.optional}
    table = _table(grids, profile.lines, optional, columns)
    lines: list[Fields] = []
    claims: dict[str, Fields] = {}
    conflicts = set()
    numbers: dict[str, int] = {}
    for row in _rows(table, profile, defaults):
        claim_id = row["claim_id"]
        own = {
            field: row.pop(_CLAIM_PREFIX + field)
            for field in on_lines
            if _CLAIM_PREFIX + field in row
        }
        own |= {field: value for field, value in defaults.items() if own.get(field) is None}
        row["currency_code"] = own.get("currency_code")
        lines.append(row)
        if claim_id is None:
            continue
        numbers[claim_id] = numbers.get(claim_id, 0) + 1
        row["line_number"] = row.get("line_number") or str(numbers[claim_id])
        row["claim_line_id"] = row.get("claim_line_id") or f"{claim_id}-{row['line_number']}"
        claim = claims.setdefault(
            claim_id, {"claim_id": claim_id, **own, "_file": row["_file"], "_line": row["_line"]}
        )
        if any(claim[field] != value for field, value in own.items()):
            conflicts.add(claim_id)
    if "claimed_amount" not in on_lines:
        _total_from_lines(claims, lines)
    return ClaimFile(list(claims.values()), lines, frozenset(conflicts))


def _table(
    grids: Sequence[Grid],
    sheet: SheetProfile,
    optional: frozenset[str],
    columns: Mapping[str, tuple[str, ...]],
) -> SheetTable:
    grid = grids[0] if sheet.sheet is None else grid_named(grids, sheet.sheet)
    # What names a claim may be merged over its lines; amounts of a line never are.
    filled = {"claim_id"} | {field for field in columns if field.startswith(_CLAIM_PREFIX)}
    return find_table(grid, columns, optional=optional, filled_down=filled)


def _rows(table: SheetTable, profile: ExpenseProfile, defaults: Mapping[str, str]) -> list[Fields]:
    rows = []
    for source in table.rows:
        row: Fields = {}
        for column, cell in source.cells.items():
            field = column.removeprefix(_CLAIM_PREFIX)
            if field in _DATES:
                row[column] = date_text_of(cell, table.grid.epoch)
            elif field in _AMOUNTS:
                row[column] = _amount(text_of(cell), profile.amount_decimals)
            else:
                row[column] = text_of(cell)
            if field == "status":
                row[column] = profile.status_words.get(row[column] or "", row[column])
        row |= {field: value for field, value in defaults.items() if row.get(field) is None}
        row["_file"], row["_line"] = table.grid.path.name, str(source.line)
        rows.append(row)
    return rows


def _amount(text: str | None, decimals: int | None) -> str | None:
    if text is None or decimals is None:
        return text
    try:
        rounded = Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        # Not a number: it stays as it is and the landing quarantines the row.
        return text
    return format_decimal(rounded)


def _total_from_lines(claims: Mapping[str, Fields], lines: Sequence[Fields]) -> None:
    for field in ("claimed_amount", "approved_amount"):
        totals: dict[str, Decimal] = {}
        unreadable: dict[str, str | None] = {}
        for line in lines:
            claim_id = line["claim_id"] or ""
            try:
                amount = Decimal(line[field] or "0")
                totals[claim_id] = totals.get(claim_id, Decimal(0)) + amount
            except InvalidOperation:
                unreadable[claim_id] = line[field]
        for claim_id, claim in claims.items():
            claim[field] = unreadable.get(claim_id) or format_decimal(totals[claim_id])
