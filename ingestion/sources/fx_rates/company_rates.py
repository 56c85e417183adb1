"""Reads a company's own rate table (CSV), which goes before the ECB's quotations.

**Belongs here**: the file's header and its rows as text.

**Keep out**: judging the values; the landing validates them and quarantines what fails.

File: `rate_type, from_currency, to_currency, rate_date, rate`; rates with a decimal point, days
as YYYY-MM-DD.
"""

from pathlib import Path
from typing import NamedTuple

from ingestion.tabular_files import find_table, read_grids, text_of

_FIELDS = ("rate_type", "from_currency", "to_currency", "rate_date", "rate")


class CompanyRate(NamedTuple):
    """One row of the file, all values as the text that stands there."""

    rate_type: str | None
    from_currency: str | None
    to_currency: str | None
    rate_date: str | None
    rate: str | None
    line: int


def read_company_rates(path: Path) -> list[CompanyRate]:
    """Read the company's rate file.

    Returns:
        One row per line of the file, in its order.

    Raises:
        FileRefused: a header is missing or doubled, a row is ragged, bytes do not decode.
    """
    (grid,) = read_grids(path)
    table = find_table(grid, {field: (field,) for field in _FIELDS})
    rows = []
    for row in table.rows:
        values = {field: text_of(row.cells[field]) for field in _FIELDS}
        rows.append(CompanyRate(**values, line=row.line))
    return rows
