"""Numbers and dates as people read them: scaled money, signed variances, months in words.

**Belongs here**: scaling to a unit, rounding for the eye, signs, date words.

**Keep out**: arithmetic that makes a figure (SQL does that), HTML.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from babel.dates import format_date, format_datetime, format_skeleton

MINUS: Final = "−"
NOTHING: Final = "–"


class Unit(NamedTuple):
    """How money is scaled: the sign people read, the divisor and the decimals shown."""

    code: str
    divisor: Decimal
    decimals: int


UNITS: Final = {
    unit.code: unit
    for unit in (
        Unit("M", Decimal(1_000_000), 1),
        Unit("k", Decimal(1_000), 0),
        Unit("1", Decimal(1), 2),
        Unit("万", Decimal(10_000), 1),
        Unit("亿", Decimal(100_000_000), 2),
    )
}


def scaled(amount: Decimal, unit: Unit) -> Decimal:
    """An amount in a unit, rounded half up to the unit's decimals."""
    return (amount / unit.divisor).quantize(Decimal(1).scaleb(-unit.decimals), ROUND_HALF_UP)


def number(value: Decimal | int | None, decimals: int = 0, *, sign: bool = False) -> str:
    """A figure with thousands separators and a true minus; a dash where there is none.

    Args:
        value: The figure.
        decimals: Decimals shown, rounded half up.
        sign: Whether a plus is written too (variances).
    """
    if value is None:
        return NOTHING
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def money(amount: Decimal | None, unit: Unit, *, sign: bool = False) -> str:
    """An amount in a unit, such as `25.3` for 25,312,000 in M."""
    if amount is None:
        return NOTHING
    return number(amount / unit.divisor, unit.decimals, sign=sign)


def percent(ratio: Decimal | None, decimals: int = 1, *, sign: bool = False) -> str:
    """A ratio as a percentage."""
    return NOTHING if ratio is None else f"{number(ratio * 100, decimals, sign=sign)}%"


def variance_percent(ratio: Decimal | None) -> str:
    """A variance ratio as a percentage; beyond a thousand per cent its size says nothing more."""
    if ratio is not None and abs(ratio) >= 10:
        return ">+999%" if ratio > 0 else f"<{MINUS}999%"
    return percent(ratio, sign=True)


def change(amount: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The variance against a base; None where either is missing."""
    return None if amount is None or base is None else amount - base


def change_ratio(amount: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The variance as a share of the base's size; None against nothing or zero."""
    difference = change(amount, base)
    return None if difference is None or not base else difference / abs(base)


def month_words(period: str, language: str) -> str:
    """`2026-10` as `Oct 2026` or `2026年10月`; other period codes stay as they are."""
    year, _, month = period.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return period
    return str(format_skeleton("yMMM", date(int(year), int(month), 1), locale=language))


def short_month_words(period: str, language: str) -> str:
    """`2026-10` as `Oct 26` or `26年10月`, for headings of narrow columns."""
    words = month_words(period, language)
    return words if words == period else words.replace(period[:4], period[2:4])


def date_words(day: date | None, language: str) -> str:
    """A day in the reader's form: `31 Oct 2026`, `2026年10月31日`."""
    if day is None:
        return NOTHING
    return str(format_date(day, "d MMM y" if language == "en" else "long", locale=language))


def instant_words(instant: datetime | None, language: str) -> str:
    """A UTC instant to the minute, marked as UTC."""
    if instant is None:
        return NOTHING
    pattern = "d MMM y HH:mm" if language == "en" else "y年M月d日 HH:mm"
    return f"{format_datetime(instant, pattern, locale=language)} UTC"
