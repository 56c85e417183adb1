"""Exchange rates: the company's own table first, the European Central Bank's history behind it.

**Belongs here**: which rates are landed and which provider wins.

**Keep out**: filled days, cross rates and monthly averages (the warehouse computes them), any
network access: the history is the one bundled with the `currency_converter` package.

Run alone: `python -m ingestion fx_rates`.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import currency_converter
import pyarrow as pa

from ingestion.landed_source import Extract, ExtractContext, LandedSource
from ingestion.sources.fx_rates.company_rates import CompanyRate, read_company_rates
from ingestion.sources.fx_rates.ecb_history import (
    REFERENCE_AGE_DAYS,
    EcbRate,
    ReferenceRates,
    read_ecb_history,
)
from ingestion.sources.fx_rates.expectations import RATES

if TYPE_CHECKING:
    from ingestion.project import Project

DEFAULT_SINCE = dt.date(2020, 1, 1)

_SCHEMA = pa.schema(
    [(column.name, pa.string()) for column in RATES.columns]
    + [("_file", pa.string()), ("_line", pa.int64())]
)


class FxRatesSource(LandedSource):
    """Spot rates EUR → X of the ECB, preceded by the rates a company sets itself."""

    name: ClassVar[str] = "fx_rates"
    tables = (RATES,)

    def __init__(
        self,
        *,
        since: dt.date = DEFAULT_SINCE,
        currencies: Collection[str] | None = None,
        company_file: Path | None = None,
        ecb_file: Path | None = None,
    ) -> None:
        """Choose what is landed.

        Args:
            since: First day of the ECB's rates.
            currencies: ISO codes to take from the ECB; None takes all it quotes.
            company_file: CSV of the company's own rates.
            ecb_file: A newer `eurofxref-hist.zip` than the bundled one.
        """
        self._since = since
        self._currencies = frozenset(currencies) if currencies is not None else None
        self._company_file = company_file
        self._ecb_file = ecb_file or Path(currency_converter.CURRENCY_FILE)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: "Project") -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `since` (YYYY-MM-DD), `currencies` (list), `company_file`, `ecb_file` (paths);
        all optional.
        """
        currencies = settings.get("currencies")
        return cls(
            since=dt.date.fromisoformat(str(settings.get("since", DEFAULT_SINCE))),
            currencies=None if currencies is None else [str(code) for code in currencies],
            company_file=_optional_path(settings.get("company_file")),
            ecb_file=_optional_path(settings.get("ecb_file")),
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over every rate known today; a rate that vanished is a deletion.

        Raises:
            EcbHistoryRefused: the ECB file is malformed or lacks a currency asked for.
            FileRefused: the company's file cannot be read whole.
        """
        context.archive.keep(self._ecb_file)
        company: list[CompanyRate] = []
        if self._company_file is not None:
            context.archive.keep(self._company_file)
            company = read_company_rates(self._company_file)
        ecb = read_ecb_history(self._ecb_file, since=self._since, currencies=self._currencies)
        rows = [*self._company_rows(company), *self._ecb_rows(ecb, company)]
        columns = zip(*rows, strict=True) if rows else ([] for _ in _SCHEMA)
        arrays = [
            pa.array(values, field.type) for values, field in zip(columns, _SCHEMA, strict=True)
        ]
        yield Extract(
            table=RATES.name,
            rows=pa.Table.from_arrays(arrays, schema=_SCHEMA),
            scope="full",
        )

    def _company_rows(self, company: Collection[CompanyRate]) -> Iterator[tuple[Any, ...]]:
        if not company or self._company_file is None:
            return
        days = [day for row in company if (day := _day(row.rate_date))]
        first = min(days, default=self._since) - dt.timedelta(days=REFERENCE_AGE_DAYS)
        # Judged by all currencies from a week before the first own rate, whatever is landed.
        reference = ReferenceRates(read_ecb_history(self._ecb_file, since=first))
        for row in company:
            day = _day(row.rate_date)
            near = (
                reference.cross(row.from_currency, row.to_currency, day)
                if day and row.from_currency and row.to_currency
                else None
            )
            yield (
                row.rate_type,
                row.from_currency,
                row.to_currency,
                row.rate_date,
                row.rate,
                "company",
                None if near is None else str(near),
                self._company_file.name,
                row.line,
            )

    def _ecb_rows(
        self, ecb: Collection[EcbRate], company: Collection[CompanyRate]
    ) -> Iterator[tuple[Any, ...]]:
        taken = {
            (row.to_currency, row.rate_date)
            for row in company
            if row.rate_type == "spot" and row.from_currency == "EUR"
        }
        for rate in ecb:
            day = rate.rate_date.isoformat()
            if (rate.currency, day) not in taken:
                yield (
                    "spot",
                    "EUR",
                    rate.currency,
                    day,
                    rate.rate,
                    "ecb",
                    None,
                    self._ecb_file.name,
                    rate.line,
                )


def _optional_path(value: object) -> Path | None:
    return None if value in (None, "") else Path(str(value))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        # Not a date: the row keeps its text and the landing quarantines it.
        return None
