"""Months and business days of the demo company.

**Belongs here:** the month axis, and moving dates to days on which an office or a bank works.
**Keep out:** what happens on those days.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ingestion.demo_company.company import AS_OF, FIRST_DAY, MONTH_COUNT

Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FIRST = np.datetime64(FIRST_DAY, "D")
LAST = np.datetime64(AS_OF, "D")
MONTHS = np.datetime64("2023-11", "M") + np.arange(MONTH_COUNT)
"""The month axis, length 36, `datetime64[M]`."""


def month_start(months: npt.NDArray[np.datetime64]) -> Days:
    """First day of each month (`datetime64[M]` in, `datetime64[D]` out)."""
    return np.asarray(months).astype("datetime64[M]").astype("datetime64[D]")


def month_end(months: npt.NDArray[np.datetime64]) -> Days:
    """Last day of each month (`datetime64[M]` in, `datetime64[D]` out)."""
    return (np.asarray(months).astype("datetime64[M]") + 1).astype("datetime64[D]") - 1


def month_index(days: Days) -> Ints:
    """Position of each day's month on `MONTHS`; negative before the first month."""
    return np.asarray((days.astype("datetime64[M]") - MONTHS[0]).astype(np.int64))


def next_business_day(days: Any) -> Days:
    """Each day itself if it is Monday to Friday, else the Monday after it."""
    return np.busday_offset(np.asarray(days, dtype="datetime64[D]"), 0, roll="forward")


def add_business_days(days: Any, count: Any) -> Days:
    """Each day moved on by `count` working days (a weekend day counts as its Monday)."""
    return np.busday_offset(np.asarray(days, dtype="datetime64[D]"), count, roll="forward")


def business_days_of_month(month: np.datetime64) -> Days:
    """All days Monday to Friday of one month."""
    first = month.astype("datetime64[M]")
    days = np.arange(first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]"))
    return days[np.is_busday(days)]
