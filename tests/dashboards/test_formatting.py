from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboards.formatting import (
    UNITS,
    change,
    change_ratio,
    date_words,
    money,
    month_words,
    number,
    percent,
    scaled,
    short_month_words,
)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("1", "25,312,345.68"),
        ("k", "25,312"),
        ("M", "25.3"),
        ("万", "2,531.2"),
        ("亿", "0.25"),
    ],
)
def test_money_is_scaled_to_the_unit(unit: str, words: str) -> None:
    assert money(Decimal("25312345.6789"), UNITS[unit]) == words


def test_negative_figures_carry_a_true_minus() -> None:
    assert money(Decimal("-1500"), UNITS["k"]) == "−2"
    assert number(Decimal("-0.04"), 1) == "0.0"


def test_variances_carry_their_sign() -> None:
    assert number(Decimal("3"), sign=True) == "+3"
    assert number(Decimal(0), sign=True) == "0"
    assert percent(Decimal("-0.1234"), sign=True) == "−12.3%"


def test_rounding_is_half_away_from_zero() -> None:
    assert number(Decimal("0.25"), 1) == "0.3"
    assert number(Decimal("-0.25"), 1) == "−0.3"
    assert scaled(Decimal("2500"), UNITS["k"]) == Decimal("3")


def test_what_is_missing_is_a_dash() -> None:
    assert money(None, UNITS["M"]) == "–"
    assert percent(None) == "–"
    assert change(None, Decimal(1)) is None
    assert change_ratio(Decimal(1), Decimal(0)) is None


def test_a_variance_ratio_is_a_share_of_the_size_of_its_base() -> None:
    # A loss that shrank from 200 to 100 is better, so its ratio is positive.
    assert change_ratio(Decimal(-100), Decimal(-200)) == Decimal("0.5")


def test_months_and_days_in_words() -> None:
    assert month_words("2026-10", "en") == "Oct 2026"
    assert month_words("2026-10", "zh") == "2026年10月"
    assert short_month_words("2026-10", "en") == "Oct 26"
    assert short_month_words("2026-10", "zh") == "26年10月"
    assert month_words("2026-13", "en") == "2026-13"
    assert date_words(date(2026, 10, 31), "en") == "31 Oct 2026"
    assert date_words(date(2026, 10, 31), "zh") == "2026年10月31日"
