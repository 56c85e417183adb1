"""The months a project's data falls into, as Dagster partitions.

**Belongs here**: the partition definition, ranges of months, the tags that select a range.

**Keep out**: fiscal calendars (dbt_project).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

import dagster as dg

FORMAT: Final = "%Y-%m"
# The as-of year and the three before it: a first run records one event a month and source.
_YEARS_BACK: Final = 3

_RANGE_START_TAG: Final = "dagster/asset_partition_range_start"
_RANGE_END_TAG: Final = "dagster/asset_partition_range_end"


class InvalidMonth(ValueError):
    """A month is written YYYY-MM and lies within the partitions."""


class MonthRange(NamedTuple):
    """From the first to the last month, both included, as `YYYY-MM`."""

    first: str
    last: str

    def months(self) -> list[str]:
        """Every month of the range."""
        month, listed = _parse(self.first), []
        while month <= _parse(self.last):
            listed.append(f"{month:%Y-%m}")
            month = _following(month)
        return listed

    def tags(self) -> Mapping[str, str]:
        """Tags that make one Dagster run cover the range."""
        return {_RANGE_START_TAG: self.first, _RANGE_END_TAG: self.last}

    def days(self) -> tuple[date, date]:
        """First day of the first month, first day after the last month."""
        return _parse(self.first), _following(_parse(self.last))


def every_month(as_of: date | None) -> MonthRange:
    """The months a project has partitions for: four years up to the as-of month."""
    newest = as_of or datetime.now(UTC).date()
    return MonthRange(f"{newest.year - _YEARS_BACK}-01", f"{newest:%Y-%m}")


def month_range(first: str, last: str, *, within: MonthRange) -> MonthRange:
    """A checked range of months.

    Raises:
        InvalidMonth: a month is not written YYYY-MM, is out of range, or the order is wrong.
    """
    for month in (first, last):
        written_well = re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month)
        if not written_well or not within.first <= month <= within.last:
            raise InvalidMonth(
                f"'{month}' is not a month of this project: write a month from {within.first} to "
                f"{within.last} as YYYY-MM."
            )
    if first > last:
        raise InvalidMonth(
            f"The range {first} to {last} runs backwards: the first month must not be after the "
            "last. Exchange --from and --to."
        )
    return MonthRange(first, last)


def monthly_partitions(as_of: date | None) -> dg.MonthlyPartitionsDefinition:
    """Four years up to the present month, or to the as-of month if that is later."""
    today = datetime.now(UTC).date()
    newest = max(today, as_of or today)
    # Dagster lists a month only once it is over; the running month is wanted too.
    ahead = (newest.year - today.year) * 12 + newest.month - today.month
    return dg.MonthlyPartitionsDefinition(
        start_date=every_month(as_of).first, fmt=FORMAT, end_offset=1 + ahead, timezone="UTC"
    )


def open_months(as_of: date | None) -> MonthRange:
    """What a daily run covers: the month before the as-of date, still being booked, and its own."""
    newest = as_of or datetime.now(UTC).date()
    first = date(newest.year - (newest.month == 1), (newest.month - 2) % 12 + 1, 1)
    return MonthRange(f"{first:%Y-%m}", f"{newest:%Y-%m}")


def _parse(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
