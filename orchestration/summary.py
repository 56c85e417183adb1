"""What a finance person reads after a run: a dozen figures of the release in force.

**Belongs here**: reading those figures from a release, the record they form.

**Keep out**: how they are printed (`cli`), what they mean (dbt_project: `rpt_kpis`).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from orchestration.publication.manifest import ReleaseManifest, read_current_manifest
from orchestration.publication.releases import database_of
from orchestration.warehouse import has_relation, open_warehouse, rows

_GROUP: Final = "GROUP"


class Compared(NamedTuple):
    """An amount and the same a year before; None where the data does not reach back."""

    amount: Decimal | None
    prior_year_amount: Decimal | None

    def change_ratio(self) -> Decimal | None:
        """Change on the prior year, as a ratio of it, to four places."""
        if self.amount is None or not self.prior_year_amount:
            return None
        change = (self.amount - self.prior_year_amount) / abs(self.prior_year_amount)
        return change.quantize(Decimal("0.0001"))


class Projection(NamedTuple):
    """Projected net sales of the next three months.

    Attributes:
        first_month: ISO date of its first month.
        amount: Presentation currency.
        lo80: Lower end of the 80 % interval of the three months together.
        hi80: Upper end.
    """

    first_month: date
    amount: Decimal
    lo80: Decimal | None
    hi80: Decimal | None


class Summary(NamedTuple):
    """Figures of one release; amounts in the presentation currency, group as a whole."""

    manifest: ReleaseManifest
    last_month: str
    net_sales_ytd: Compared
    net_sales_last_month: Compared
    net_profit_ytd: Compared
    cash: Decimal | None
    overdue_receivables: Decimal | None
    next_quarter: Projection | None

    def as_dict(self) -> dict[str, object]:
        """The summary as plain values; amounts as text, so that no digit is lost."""
        return {
            "release": self.manifest.release,
            "project": self.manifest.project,
            "as_of": self.manifest.as_of,
            "content_hash": self.manifest.content_hash,
            "currency_code": self.manifest.presentation_currency,
            "invariants_total": self.manifest.invariants.total,
            "invariants_failed": self.manifest.invariants.failed,
            "invariants_warned": self.manifest.invariants.warned,
            "quarantined_rows": self.manifest.quarantined_rows,
            "last_month": self.last_month,
            "net_sales_ytd": _compared(self.net_sales_ytd),
            "net_sales_last_month": _compared(self.net_sales_last_month),
            "net_profit_ytd": _compared(self.net_profit_ytd),
            "cash": _text(self.cash),
            "overdue_receivables": _text(self.overdue_receivables),
            "next_quarter_net_sales": None
            if self.next_quarter is None
            else {
                "first_month": f"{self.next_quarter.first_month:%Y-%m}",
                "amount": _text(self.next_quarter.amount),
                "lo80": _text(self.next_quarter.lo80),
                "hi80": _text(self.next_quarter.hi80),
            },
        }


def summarise(published: Path) -> Summary:
    """Read the summary of the release in force.

    Raises:
        NoRelease: nothing has been published.
    """
    manifest = read_current_manifest(published)
    with open_warehouse(database_of(published, manifest.release)) as connection:
        month = _newest_month(connection, _last_complete_month(manifest.as_of))
        return Summary(
            manifest=manifest,
            last_month=month,
            net_sales_ytd=_kpi(connection, "net_sales", f"{month[:4]}-01", month),
            net_sales_last_month=_kpi(connection, "net_sales", month, month),
            net_profit_ytd=_kpi(connection, "net_profit", f"{month[:4]}-01", month),
            cash=_kpi(connection, "cash", month, month).amount,
            overdue_receivables=_kpi(connection, "overdue_receivables", month, month).amount,
            next_quarter=_next_quarter(connection),
        )


def _last_complete_month(as_of: str) -> str:
    if not as_of:
        return ""
    day_after = date.fromisoformat(as_of) + timedelta(days=1)
    return f"{day_after.replace(day=1) - timedelta(days=1):%Y-%m}"


def _newest_month(connection: duckdb.DuckDBPyConnection, latest: str) -> str:
    """The newest month with net sales up to `latest`: books may end long before the as-of date."""
    if not latest or not has_relation(connection, "statements", "rpt_kpis"):
        return latest
    ((newest,),) = rows(
        connection,
        "select max(fiscal_period) from statements.rpt_kpis where entity_code = ? "
        "and kpi_code = 'net_sales' and amount <> 0 and fiscal_period <= ?",
        [_GROUP, latest],
    )
    return str(newest or latest)


def _kpi(connection: duckdb.DuckDBPyConnection, code: str, first: str, last: str) -> Compared:
    if not last or not has_relation(connection, "statements", "rpt_kpis"):
        return Compared(None, None)

    def total(years_back: int) -> Decimal | None:
        ((amount,),) = rows(
            connection,
            "select sum(amount) from statements.rpt_kpis where entity_code = ? and kpi_code = ? "
            "and fiscal_period between ? and ?",
            [_GROUP, code, _years_before(first, years_back), _years_before(last, years_back)],
        )
        return None if amount is None else Decimal(str(amount))

    return Compared(total(0), total(1))


def _years_before(month: str, years: int) -> str:
    return f"{int(month[:4]) - years}{month[4:]}"


def _next_quarter(connection: duckdb.DuckDBPyConnection) -> Projection | None:
    if not has_relation(connection, "planning", "fct_forecast_quarters"):
        return None
    found = rows(
        connection,
        "select quarter_start_date, value_amount, lo80, hi80 from planning.fct_forecast_quarters "
        "where entity_code = ? and lower(product_line) = 'all' and lower(region) = 'all' "
        "order by origin_month desc, quarter_start_date limit 1",
        [_GROUP],
    )
    return Projection(*found[0]) if found else None


def _compared(compared: Compared) -> dict[str, str | None]:
    return {
        "amount": _text(compared.amount),
        "prior_year_amount": _text(compared.prior_year_amount),
        "change_ratio": _text(compared.change_ratio()),
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
