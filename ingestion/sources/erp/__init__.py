"""The ERP: masters, documents, stock and ledger of a Tryton 8.2 database, table by table.

**Belongs here**: which tables are read whole and which by changes, cursors, control totals.

**Keep out**: SQL of an engine (`sqlite_database`, `postgresql_database`), columns (`catalogue`),
rules (`expectations`), accounting meaning (the warehouse).

Run alone: `python -m ingestion erp`.

Flow of a later run, per large table: count and add in the ERP → read rows written since the cursor
less a lag window → list all ids, so that deletions are seen → land. If the totals then differ, the
landing forgets the cursors and the next run reads the tables whole.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import sqlalchemy as sa

from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.erp.catalogue import ErpTable, erp_tables
from ingestion.sources.erp.erp_database import ErpDatabase
from ingestion.sources.erp.expectations import STOCK_ON_HAND, TABLES, TRIAL_BALANCE
from ingestion.sources.erp.postgresql_database import PostgresqlDatabase
from ingestion.sources.erp.sqlite_database import SqliteDatabase

if TYPE_CHECKING:
    from ingestion.project import Project

DEFAULT_LAG_MINUTES: Final = 60
DEFAULT_WHOLE_BELOW: Final = 10_000
_SETTINGS: Final = frozenset({"url", "lag_minutes", "whole_below"})
# Without these there are no books; other tables belong to modules an ERP may not have.
_INDISPENSABLE: Final = frozenset(
    {
        "company_company",
        "party_party",
        "currency_currency",
        "account_account",
        "account_period",
        "account_journal",
        "account_move",
        "account_move_line",
    }
)

_log = logging.getLogger(__name__)


class ErpSettingsWrong(ValueError):
    """The block `sources.erp` names a database and nothing unknown."""


class ErpTableMissing(LookupError):
    """An ERP has the tables that make books."""


class ErpSource(LandedSource):
    """Lands the tables of a Tryton ERP, with its own trial balance and stock on hand."""

    name: ClassVar[str] = "erp"
    tables = TABLES

    def __init__(
        self,
        url: str,
        *,
        lag: dt.timedelta = dt.timedelta(minutes=DEFAULT_LAG_MINUTES),
        whole_below: int = DEFAULT_WHOLE_BELOW,
    ) -> None:
        """Prepare to read a database; nothing is opened yet.

        Args:
            url: SQLAlchemy URL: `sqlite:////path/erp.sqlite`, `postgresql://user@host/tryton`.
            lag: How far before the cursor changes are read again: a transaction that began before
                the cursor may have been committed after it.
            whole_below: Tables with fewer rows are always read whole.

        Raises:
            ErpSettingsWrong: the URL cannot be understood.
        """
        try:
            self._url = sa.make_url(url)
        except sa.exc.ArgumentError as error:
            raise ErpSettingsWrong(
                "sources.erp.url is not a SQLAlchemy URL. Write sqlite:///<path> or "
                "postgresql://<user>@<host>/<database> in ledgerhouse.yml."
            ) from error
        self._lag = lag
        self._whole_below = whole_below

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `url`; optional `lag_minutes`, `whole_below`.

        Raises:
            ErpSettingsWrong: no URL, or a key that is not known.
        """
        if unknown := sorted(set(settings) - _SETTINGS):
            raise ErpSettingsWrong(
                f"{project.file}: sources.erp.{unknown[0]} is not known. Use "
                f"{', '.join(sorted(_SETTINGS))}."
            )
        if not settings.get("url"):
            raise ErpSettingsWrong(
                f"{project.file}: sources.erp.url is missing. Name the ERP's database, for "
                "example sqlite:///${data}/erp.sqlite."
            )
        return cls(
            str(settings["url"]),
            lag=dt.timedelta(minutes=float(settings.get("lag_minutes", DEFAULT_LAG_MINUTES))),
            whole_below=int(settings.get("whole_below", DEFAULT_WHOLE_BELOW)),
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over every table the ERP has, then the two totals it computes itself.

        Raises:
            ErpUnreachable: the database cannot be opened.
            ErpTableMissing: it has no ledger.
        """
        with closing(self._open()) as database:
            available = database.columns()
            contracts = {contract.name: contract for contract in self.tables}
            for table in erp_tables():
                if table.erp_name in available:
                    yield self._extract_table(
                        database, table, contracts[table.name], available, context
                    )
                elif table.erp_name in _INDISPENSABLE:
                    raise ErpTableMissing(
                        f"The ERP database has no table {table.erp_name}. Check that "
                        "sources.erp.url names a Tryton database with the account module."
                    )
                else:
                    _log.info("The ERP has no table %s: its module is not in use", table.erp_name)
            yield _whole(TRIAL_BALANCE.name, database.trial_balance())
            if {"stock_move", "stock_location"} <= available.keys():
                yield _whole(STOCK_ON_HAND.name, database.stock_on_hand())

    def _open(self) -> ErpDatabase:
        if self._url.get_backend_name() == "sqlite":
            return SqliteDatabase(Path(str(self._url.database)))
        return PostgresqlDatabase(self._url)

    def _extract_table(
        self,
        database: ErpDatabase,
        table: ErpTable,
        contract: TableContract,
        available: Mapping[str, frozenset[str]],
        context: ExtractContext,
    ) -> Extract:
        columns = [column for column in table.columns if column.name in available[table.erp_name]]
        # Counted before the rows are read: what comes meanwhile is read again by the next run.
        totals = database.totals(table.erp_name, contract.sums)
        cursor = context.cursors.get(table.name)
        if totals.changed_at:
            context.new_cursors[table.name] = max(totals.changed_at, cursor or "")
        if cursor is None or totals.rows < self._whole_below:
            return Extract(
                table=table.name,
                rows=database.rows(table.erp_name, columns),
                scope="full",
                source_rows=totals.rows,
                source_sums=totals.sums,
            )
        since = (dt.datetime.fromisoformat(cursor) - self._lag).isoformat(sep=" ")
        present_keys = database.ids(table.erp_name)
        return Extract(
            table=table.name,
            rows=database.rows(table.erp_name, columns, since),
            scope="changes",
            present_keys=present_keys,
            source_rows=totals.rows,
            source_sums=totals.sums,
        )


def _whole(table: str, rows: Any) -> Extract:
    return Extract(table=table, rows=rows, scope="full", source_rows=rows.num_rows)
