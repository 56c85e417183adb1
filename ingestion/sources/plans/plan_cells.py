"""The planned amount of one cell, and which months a file must hold.

**Belongs here**: months in the ways people write them, complete years.

**Keep out**: where cells stand (`budget_files`, `target_files`).
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ingestion.tabular_files import Cell, FileRefused, text_of

_MONTH_NAMES: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NUMERIC_MONTH: Final = re.compile(r"(20\d\d)[-/.年 ]?(\d{1,2})月?")
_NAMED_MONTH: Final = re.compile(r"([A-Za-z]{3})[a-z]*[ .\-/](20\d\d)")


class MonthsMissing(FileRefused):
    """A plan covers every month of its year: a missing month would read as zero."""

    def __init__(self, path: Path, what: str, missing: Sequence[str]) -> None:
        super().__init__(
            path,
            f"{what} lacks {', '.join(missing)}",
            "Fill the months, with 0 where nothing is planned.",
        )


class PlanCell(NamedTuple):
    """One planned amount as the file states it; all values as text."""

    plan_version: str | None
    owner: str | None
    """Entity of a budget line, sales representative of a target."""
    account_code: str | None
    fiscal_period: str | None
    amount: str | None
    currency_code: str | None
    file_name: str
    line: int

    @property
    def place(self) -> tuple[str | None, ...]:
        """What is planned: version, owner, account, month."""
        return self[:4]


def month_of(cell: Cell) -> str | None:
    """Read a month as 'YYYY-MM', or None where the cell is no month.

    Understood: a date, '2026-01', '2026/1', '202601', '2026年1月', 'Jan 2026', 'January-2026'.
    """
    if isinstance(cell, dt.date):
        return f"{cell.year:04d}-{cell.month:02d}"
    text = (text_of(cell) or "").strip()
    if found := _NUMERIC_MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif (found := _NAMED_MONTH.fullmatch(text)) and found[1].lower() in _MONTH_NAMES:
        year, month = int(found[2]), _MONTH_NAMES[found[1].lower()]
    else:
        return None
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None


def require_whole_years(path: Path, what: str, months: Iterable[str]) -> None:
    """Check that every year touched has its twelve months.

    Raises:
        MonthsMissing: a month of a year is absent.
    """
    known = set(months)
    years = sorted({month[:4] for month in known})
    wanted = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    missing = [month for month in wanted if month not in known]
    if missing or not years:
        raise MonthsMissing(path, what, missing or ["all months"])
