"""Reads sales targets: a long CSV or sheet, one row per representative and month.

**Belongs here**: the layout and what refuses a target file as a whole.

**Keep out**: opening files (`ingestion.tabular_files`), rules of a single row (`expectations`).
"""

from pathlib import Path
from typing import Final

from ingestion.sources.plans.plan_cells import MonthsMissing, PlanCell, month_of
from ingestion.tabular_files import find_table, read_grids, text_of

_COLUMNS: Final = {
    "plan_version": ("plan_version",),
    "sales_rep_number": ("sales_rep_number",),
    "fiscal_period": ("fiscal_period",),
    "target_amount": ("target_amount",),
    "currency_code": ("currency_code",),
}


def read_targets(path: Path) -> list[PlanCell]:
    """Read every target of a file.

    Returns:
        One cell per representative and month; the account is None.

    Raises:
        FileRefused: the file cannot be read, or a representative has a gap between two months.
    """
    grid = read_grids(path)[0]
    cells = []
    for row in find_table(grid, _COLUMNS).rows:
        values = {field: text_of(cell) for field, cell in row.cells.items()}
        cells.append(
            PlanCell(
                values["plan_version"],
                values["sales_rep_number"],
                None,
                month_of(row.cells["fiscal_period"]) or values["fiscal_period"],
                values["target_amount"],
                values["currency_code"],
                path.name,
                row.line,
            )
        )
    _require_no_gaps(path, cells)
    return cells


def _require_no_gaps(path: Path, cells: list[PlanCell]) -> None:
    months: dict[tuple[str | None, str | None], set[int]] = {}
    for cell in cells:
        if month_of(cell.fiscal_period):
            year, month = (cell.fiscal_period or "").split("-")
            months.setdefault((cell.plan_version, cell.owner), set()).add(
                int(year) * 12 + int(month) - 1
            )
    for (version, rep), known in months.items():
        # People join and leave: a plan may begin and end within a year, but not pause.
        gaps = [month for month in range(min(known), max(known)) if month not in known]
        if gaps:
            names = [f"{month // 12}-{month % 12 + 1:02d}" for month in gaps]
            raise MonthsMissing(path, f"{version} of {rep}", names)
