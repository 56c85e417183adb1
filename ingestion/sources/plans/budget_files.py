"""Reads a budget: a wide workbook (accounts × months, a sheet per entity) or a long CSV.

**Belongs here**: the two layouts and what refuses a budget file as a whole.

**Keep out**: opening files (`ingestion.tabular_files`), rules of a single cell (`expectations`).

Wide: above the table stand the labels `Plan version`, `Entity` and `Currency` with their values to
the right; the header row holds `Account` and one column per month; a `Total` column or row, if
there is one, must agree with the months.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, NamedTuple

from ingestion.sources.plans.plan_cells import PlanCell, month_of, require_whole_years
from ingestion.tabular_files import (
    Cell,
    FileRefused,
    Grid,
    HeaderMissing,
    find_table,
    read_grids,
    text_of,
)

_LABELS: Final = {
    "plan_version": ("plan version", "计划版本"),
    "entity_code": ("entity", "主体"),
    "currency_code": ("currency", "币种"),
}
_ACCOUNT: Final = ("account", "科目")
_TOTAL: Final = ("total", "合计")
_LONG: Final = {
    "plan_version": ("plan_version",),
    "entity_code": ("entity_code",),
    "account_code": ("account_code",),
    "fiscal_period": ("fiscal_period",),
    "amount": ("amount",),
    "currency_code": ("currency_code",),
}


class PlanLabelMissing(FileRefused):
    """A budget sheet says above its table which version, entity and currency it plans."""

    def __init__(self, path: Path, sheet: str, label: str) -> None:
        super().__init__(
            path,
            f"sheet '{sheet}' lacks the label '{label}'",
            "Write label and value side by side.",
        )


class MonthDoubled(FileRefused):
    """Each month is one column."""

    def __init__(self, path: Path, sheet: str, month: str) -> None:
        super().__init__(path, f"sheet '{sheet}' has {month} in two columns", "Remove one of them.")


class TotalDiffers(FileRefused):
    """A total that is written equals the sum of its cells."""

    def __init__(self, path: Path, sheet: str, place: str, stated: str, computed: str) -> None:
        super().__init__(
            path,
            f"sheet '{sheet}': the total of {place} is {stated}, its cells give {computed}",
            "Correct the cell or the total.",
        )


class EntityCurrencyConflict(FileRefused):
    """One entity is planned in one currency."""

    def __init__(self, path: Path, entity: str, currencies: list[str]) -> None:
        super().__init__(
            path,
            f"{entity} is planned in {' and '.join(currencies)}",
            "Plan each entity in its own currency.",
        )


class _Header(NamedTuple):
    row: int
    account: int
    months: dict[int, str]
    total: int | None


def read_budget(path: Path) -> list[PlanCell]:
    """Read every planned amount of a budget file.

    Returns:
        One cell per account and month (and entity): amounts as written, blank cells as None.

    Raises:
        FileRefused: the file cannot be read, months are missing or doubled, a total disagrees,
            an entity is planned in two currencies.
    """
    grids = read_grids(path)
    if path.suffix.lower() == ".csv":
        cells = _long(grids[0])
    else:
        cells = [cell for grid in grids for cell in _wide(grid)]
    currencies: dict[str, set[str]] = {}
    for cell in cells:
        currencies.setdefault(cell.owner or "", set()).add(cell.currency_code or "")
    for entity, found in currencies.items():
        if len(found) > 1:
            raise EntityCurrencyConflict(path, entity, sorted(found))
    return cells


def _long(grid: Grid) -> list[PlanCell]:
    cells = []
    for row in find_table(grid, _LONG).rows:
        values = {field: text_of(cell) for field, cell in row.cells.items()}
        period = month_of(row.cells["fiscal_period"]) or values["fiscal_period"]
        cells.append(
            PlanCell(
                values["plan_version"],
                values["entity_code"],
                values["account_code"],
                period,
                values["amount"],
                values["currency_code"],
                grid.path.name,
                row.line,
            )
        )
    months: dict[str, set[str]] = {}
    for cell in cells:
        if month_of(cell.fiscal_period):
            what = f"{cell.plan_version} {cell.owner} account {cell.account_code}"
            months.setdefault(what, set()).add(cell.fiscal_period or "")
    for what, known in months.items():
        require_whole_years(grid.path, what, known)
    return cells


def _wide(grid: Grid) -> list[PlanCell]:
    header = _header(grid)
    labels = _labels(grid, header.row)
    require_whole_years(grid.path, f"sheet '{grid.name}'", header.months.values())
    cells: list[PlanCell] = []
    for index in range(header.row + 1, len(grid.rows)):
        row = grid.rows[index]
        account = text_of(_at(row, header.account))
        amounts = {month: text_of(_at(row, place)) for place, month in header.months.items()}
        if _plain(account) in _TOTAL:
            _check_total_row(grid, header, row, cells)
            continue
        if account is None and not any(amounts.values()):
            continue
        stated = None if header.total is None else text_of(_at(row, header.total))
        _check_total(grid, f"account {account}", stated, amounts.values())
        cells.extend(
            PlanCell(
                labels["plan_version"],
                labels["entity_code"],
                account,
                month,
                amount,
                labels["currency_code"],
                grid.path.name,
                index + 1,
            )
            for month, amount in amounts.items()
        )
    return cells


def _header(grid: Grid) -> _Header:
    for index, row in enumerate(grid.rows[:30]):
        accounts = [place for place, cell in enumerate(row) if _plain(text_of(cell)) in _ACCOUNT]
        months = {place: month for place, cell in enumerate(row) if (month := month_of(cell))}
        if not accounts or not months:
            continue
        listed = list(months.values())
        for month in listed:
            if listed.count(month) > 1:
                raise MonthDoubled(grid.path, grid.name, month)
        totals = [place for place, cell in enumerate(row) if _plain(text_of(cell)) in _TOTAL]
        return _Header(index, accounts[0], months, totals[0] if totals else None)
    raise HeaderMissing(grid.path, grid.name, ["Account", "one column per month"])


def _labels(grid: Grid, end: int) -> Mapping[str, str]:
    found = {}
    for row in grid.rows[:end]:
        for place, cell in enumerate(row):
            for field, names in _LABELS.items():
                if _plain(text_of(cell)).rstrip(":：") in names:
                    value = next((text_of(c) for c in row[place + 1 :] if c is not None), None)
                    if value:
                        found[field] = value
    for field, names in _LABELS.items():
        if field not in found:
            raise PlanLabelMissing(grid.path, grid.name, names[0].capitalize())
    return found


def _check_total_row(grid: Grid, header: _Header, row: list[Cell], cells: list[PlanCell]) -> None:
    for place, month in header.months.items():
        amounts = [cell.amount for cell in cells if cell.fiscal_period == month]
        _check_total(grid, month, text_of(_at(row, place)), amounts)


def _check_total(grid: Grid, what: str, stated: str | None, amounts: Iterable[str | None]) -> None:
    if stated is None:
        return
    try:
        computed = sum((Decimal(amount or "0") for amount in amounts), Decimal(0))
        # A spreadsheet's own sum carries binary noise; a cent is what people compare.
        agrees = abs(computed - Decimal(stated)) < Decimal("0.005")
    except InvalidOperation:
        # A cell that is no number: that cell is quarantined, the total proves nothing.
        return
    if not agrees:
        raise TotalDiffers(grid.path, grid.name, what, stated, str(computed))


def _at(row: list[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
