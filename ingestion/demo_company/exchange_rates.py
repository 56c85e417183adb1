"""The European Central Bank's reference rates, as the demo company's accountants use them.

**Belongs here:** rates per day (weekends and holidays take the previous fixing) and conversion.
**Keep out:** which document is converted when.

Rates come with the package `currency_converter`; nothing is downloaded.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from currency_converter import CurrencyConverter

from ingestion.demo_company.timeline import Days, Floats, Ints

CURRENCIES = ("CNY", "EUR", "USD", "GBP")
"""Currencies of the group; frames refer to them by position."""
CNY, EUR, USD, GBP = range(4)
_TABLE_FROM = date(2023, 9, 1)
_TABLE_TO = date(2027, 12, 31)


@cache
def _units_per_euro() -> tuple[Floats, pd.DataFrame]:
    converter = CurrencyConverter()
    days = [
        _TABLE_FROM + timedelta(days=offset) for offset in range((_TABLE_TO - _TABLE_FROM).days + 1)
    ]
    table = np.ones((len(days), len(CURRENCIES)))
    fixings = []
    for position, currency in enumerate(CURRENCIES):
        if currency == "EUR":
            continue
        published = converter._rates[currency]  # the package has no public bulk reader
        last = next(
            published[_TABLE_FROM - timedelta(days=back)]
            for back in range(10)
            if published.get(_TABLE_FROM - timedelta(days=back)) is not None
        )
        for row, day in enumerate(days):
            fixing = published.get(day)
            if fixing is not None:
                last = fixing
                fixings.append((currency, day, f"{fixing:.6f}"))
            table[row, position] = last
    return table, pd.DataFrame(fixings, columns=["currency", "date", "rate"])


def published_fixings() -> pd.DataFrame:
    """Give the rates as published.

    Returns:
        One row per currency and fixing day: currency, date, rate (text, units for one euro).
    """
    return _units_per_euro()[1]


def rate(source: Any, target: Any, days: Days) -> Floats:
    """Give the units of `target` for one unit of `source` on each day (ten decimals)."""
    table = _units_per_euro()[0]
    row = (np.asarray(days, dtype="datetime64[D]") - np.datetime64(_TABLE_FROM)).astype(np.int64)
    return np.asarray(np.round(table[row, target] / table[row, source], 10))


def convert(cents: Any, source: Any, target: Any, days: Days) -> Ints:
    """Convert cents of `source` into cents of `target` at the day's rate, rounded to the cent.

    Amounts stay far below 2**53 cents, so the float product is off by less than a millionth of a
    cent before it is rounded; money is never kept as a float.
    """
    return np.rint(np.asarray(cents, dtype=np.int64) * rate(source, target, days)).astype(np.int64)
