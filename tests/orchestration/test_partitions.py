"""Months, their ranges and the partitions they select."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.partitions import (
    InvalidMonth,
    MonthRange,
    every_month,
    month_range,
    monthly_partitions,
    open_months,
)

WITHIN = MonthRange("2022-01", "2026-10")


def test_a_range_lists_its_months_across_a_year() -> None:
    assert MonthRange("2025-11", "2026-02").months() == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert MonthRange("2025-11", "2025-12").days() == (date(2025, 11, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-3", "2026-04"), ("2026-13", "2026-13"), ("2021-12", "2026-01"), ("2026-01", "2026-11")],
)
def test_what_is_no_month_of_the_project_is_refused_with_its_bounds(first: str, last: str) -> None:
    with pytest.raises(InvalidMonth, match="2022-01 to 2026-10"):
        month_range(first, last, within=WITHIN)


def test_a_range_does_not_run_backwards() -> None:
    with pytest.raises(InvalidMonth, match="backwards"):
        month_range("2026-03", "2026-01", within=WITHIN)


def test_a_daily_run_covers_the_open_month_and_the_one_before() -> None:
    assert open_months(date(2026, 10, 31)) == MonthRange("2026-09", "2026-10")
    assert open_months(date(2026, 1, 5)) == MonthRange("2025-12", "2026-01")


@pytest.mark.parametrize("as_of", [date(2026, 10, 31), date(2014, 6, 30), date(2031, 2, 1), None])
def test_every_month_of_a_project_is_a_partition(as_of: date | None) -> None:
    keys = set(monthly_partitions(as_of).get_partition_keys())
    assert set(every_month(as_of).months()) <= keys
