"""Reads an ERP kept in PostgreSQL (or any engine SQLAlchemy speaks to) by a server-side cursor.

**Belongs here**: the engine's SQL and the batches its rows come in.

**Keep out**: SQLite (its storage of amounts is its own), what is landed.

Every value is read as text, so that no amount passes through a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL

from ingestion.sources.erp.catalogue import ErpColumn, erp_tables
from ingestion.sources.erp.erp_database import ErpDatabase, ErpTableTotals, ErpUnreachable

_BATCH_ROWS: Final = 50_000
_CHANGED_AT: Final = "coalesce(write_date, create_date)"


class PostgresqlDatabase(ErpDatabase):
    """An ERP on a database server, read in one transaction that sees one state."""

    def __init__(self, url: URL) -> None:
        """Connect.

        Raises:
            ErpUnreachable: the server refuses us or is not there.
        """
        if url.drivername == "postgresql":
            # The driver among our dependencies, whatever SQLAlchemy's own default is.
            url = url.set(drivername="postgresql+psycopg2")
        self._engine = sa.create_engine(url)
        try:
            self._connection = self._engine.connect()
            if self._engine.dialect.name == "postgresql":
                self._connection = self._connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            self._connection.execute(sa.text("select 1"))
        except sa.exc.SQLAlchemyError as error:
            self._engine.dispose()
            # The driver's message may hold the password; the address without it is enough.
            raise ErpUnreachable(
                f"The ERP database at {url.render_as_string(hide_password=True)} cannot be "
                f"reached ({type(error).__name__}). Check sources.erp.url in ledgerhouse.yml, the "
                "network and the rights of the user."
            ) from None

    def columns(self) -> Mapping[str, frozenset[str]]:
        """Table → its columns."""
        inspector = sa.inspect(self._connection)
        wanted = {table.erp_name for table in erp_tables()}
        return {
            table: frozenset(str(column["name"]) for column in inspector.get_columns(table))
            for table in inspector.get_table_names()
            if table in wanted
        }

    def totals(self, table: str, sums: Sequence[str]) -> ErpTableTotals:
        """Count and add a table."""
        parts = "".join(f", {_text(f'sum({_quoted(name)})')}" for name in sums)
        rows, changed_at, *added = self._all(
            f"select count(*), {_text(f'max({_CHANGED_AT})')}{parts} from {_quoted(table)}"
        )[0]
        return ErpTableTotals(
            int(rows),
            {name: Decimal(total or 0) for name, total in zip(sums, added, strict=True)},
            changed_at,
        )

    def rows(
        self, table: str, columns: Sequence[ErpColumn], since: str | None = None
    ) -> pa.RecordBatchReader:
        """Read a table as text; floats are rounded to their type's scale."""
        listed = ", ".join(_read(column) for column in columns)
        changed = "" if since is None else f" where {_CHANGED_AT} >= cast(:since as timestamp)"
        names = [column.name for column in columns]
        schema = pa.schema([(name, pa.string()) for name in names])
        result = self._connection.execution_options(yield_per=_BATCH_ROWS).execute(
            sa.text(f"select {listed} from {_quoted(table)}{changed}"),
            {} if since is None else {"since": since},
        )
        return pa.RecordBatchReader.from_batches(schema, _batches(result, schema))

    def ids(self, table: str) -> pa.Table:
        """The ids alive in a table."""
        found = self._all(f"select {_text('id')} from {_quoted(table)}")
        return pa.table({"id": pa.array([row[0] for row in found], pa.string())})

    def trial_balance(self) -> pa.Table:
        """Σ debit and credit of posted moves, by account and period."""
        return self._table(
            ("account", "period", "debit", "credit"),
            "from (select line.account, move.period, sum(line.debit) as debit, "
            "sum(line.credit) as credit from account_move_line as line "
            "join account_move as move on move.id = line.move where move.state = 'posted' "
            "group by line.account, move.period) as balance",
        )

    def stock_on_hand(self) -> pa.Table:
        """Σ of done moves, by company, product and storage location."""
        return self._table(
            ("company", "product", "location", "quantity"),
            "from (select company, product, place as location, "
            "round(cast(sum(moved) as numeric), 6) as quantity from ("
            "select company, product, to_location as place, internal_quantity as moved "
            "from stock_move where state = 'done' union all "
            "select company, product, from_location, -internal_quantity "
            "from stock_move where state = 'done') as moves "
            "where place in (select id from stock_location where type = 'storage') "
            "group by company, product, place) as on_hand",
        )

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()
        self._engine.dispose()

    def _table(self, names: Sequence[str], rest: str) -> pa.Table:
        listed = ", ".join(_text(_quoted(name)) for name in names)
        schema = pa.schema([(name, pa.string()) for name in names])
        result = self._connection.execute(sa.text(f"select {listed} {rest}"))
        return pa.Table.from_batches(list(_batches(result, schema)), schema)

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.execute(sa.text(sql))]


def _batches(result: sa.CursorResult[Any], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while rows := result.fetchmany(_BATCH_ROWS):
        columns = zip(*rows, strict=True)
        arrays = [pa.array(values, pa.string()) for values in columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _read(column: ErpColumn) -> str:
    name = _quoted(column.name)
    if not column.is_float:
        return f"{_text(name)} as {name}"
    scale = column.sql_type.rstrip(")").split(",")[1]
    return f"{_text(f'round(cast({name} as numeric), {scale})')} as {name}"


def _text(expression: str) -> str:
    return f"cast({expression} as text)"


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
