"""Reads the European Central Bank's history of euro reference rates from its zipped CSV.

**Belongs here**: the shape of `eurofxref-hist.zip`, exact rates as the ECB prints them, and
cross rates used as a reference for plausibility.

**Keep out**: filling of weekends and gaps (the warehouse marks filled days) and any download.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

_NOT_QUOTED = frozenset({"", "N/A"})
REFERENCE_AGE_DAYS = 7


class EcbHistoryRefused(ValueError):
    """The ECB history file cannot be used."""


class EcbHistoryMalformed(EcbHistoryRefused):
    """The archive holds one CSV: `Date` and one column per currency, one row per day."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} is no ECB history file: {detail}. Take eurofxref-hist.zip from the ECB "
            "or remove the setting `ecb_file` to use the bundled history."
        )


class EcbCurrencyUnknown(EcbHistoryRefused):
    """Every currency a project asks for is quoted by the ECB at some time."""

    def __init__(self, currencies: Collection[str]) -> None:
        super().__init__(
            f"The ECB never quoted {', '.join(sorted(currencies))}. Remove it from the setting "
            "`currencies` or give its rates in the company's own rate file."
        )


class EcbRate(NamedTuple):
    """One quotation: `rate` (text as printed) units of `currency` per euro on `rate_date`."""

    currency: str
    rate_date: dt.date
    rate: str
    line: int


def read_ecb_history(
    path: Path, *, since: dt.date, currencies: Collection[str] | None = None
) -> list[EcbRate]:
    """Read the quotations of a history file from a day on.

    Args:
        path: `eurofxref-hist.zip`.
        since: First day read.
        currencies: ISO codes to keep; None keeps all. EUR is the file's own and always allowed.

    Returns:
        One row per currency and day quoted, oldest first. Days without quotation (weekends,
        holidays, ended currencies, the gap of ISK) have no row.

    Raises:
        EcbHistoryMalformed: the file is not in the ECB's form.
        EcbCurrencyUnknown: a currency asked for has no column.
    """
    try:
        with zipfile.ZipFile(path) as package:
            (member,) = package.namelist()
            reader = csv.reader(io.StringIO(package.read(member).decode("ascii"), newline=""))
            lines = list(reader)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise EcbHistoryMalformed(path, f"{type(error).__name__} while opening") from error
    if not lines or not lines[0] or lines[0][0].strip() != "Date":
        raise EcbHistoryMalformed(path, "the first column is not `Date`")
    header = [name.strip() for name in lines[0]]
    unknown = set(currencies or ()) - set(header) - {"EUR"}
    if unknown:
        raise EcbCurrencyUnknown(unknown)
    wanted = [
        (place, code)
        for place, code in enumerate(header)
        if place and code and (currencies is None or code in currencies)
    ]
    rates = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            day = dt.date.fromisoformat(line[0])
            if day < since:
                continue
            for place, code in wanted:
                text = line[place].strip()
                if text not in _NOT_QUOTED:
                    Decimal(text)
                    rates.append(EcbRate(code, day, text, number))
        except (ValueError, IndexError, InvalidOperation) as error:
            raise EcbHistoryMalformed(path, f"line {number} is not a row of rates") from error
    rates.sort(key=lambda rate: (rate.rate_date, rate.currency))
    return rates


class ReferenceRates:
    """Cross rates of the ECB history, to judge a company's own rate by."""

    def __init__(self, rates: Collection[EcbRate]) -> None:
        self._rates = {(rate.currency, rate.rate_date): Decimal(rate.rate) for rate in rates}

    def cross(self, from_currency: str, to_currency: str, day: dt.date) -> Decimal | None:
        """Return units of `to_currency` per `from_currency`, or None where the ECB has neither.

        The last day quoted counts, at most a week back.
        """
        for age in range(REFERENCE_AGE_DAYS + 1):
            quoted = day - dt.timedelta(days=age)
            source = self._per_euro(from_currency, quoted)
            target = self._per_euro(to_currency, quoted)
            if source and target:
                return round(target / source, 10)
        return None

    def _per_euro(self, currency: str, day: dt.date) -> Decimal | None:
        return Decimal(1) if currency == "EUR" else self._rates.get((currency, day))
