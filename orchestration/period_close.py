"""Closes accounting periods on a published release: keeps what it reported, then locks it.

**Belongs here**: which periods a close covers, taking the lines as reported out of the release.

**Keep out**: the events and their rules (`platform_state`), what came later (dbt_project).

A close keeps, per entity and period, the statement lines and the journal lines of the release in
force as Parquet under `<home>/state/period_closes/<snapshot>/`; the events are recorded only once
the files are on disk. The next run lands both and holds the books against them for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from orchestration.project_home import ProjectHome
from orchestration.publication.durable_files import sync
from orchestration.publication.manifest import ReleaseManifest, read_current_manifest
from orchestration.publication.releases import database_of
from orchestration.warehouse import literal, open_warehouse, rows
from platform_state.period_closes import (
    CLOSE,
    PeriodEvent,
    closed_periods,
    new_event_id,
    period_events,
    record_closes,
)
from platform_state.store import open_store

GROUP: Final = "GROUP"
# Statement → the report that prints it, the same in every layout and currency.
_STATEMENTS: Final = {
    "profit_and_loss": "rpt_profit_and_loss",
    "balance_sheet": "rpt_balance_sheet",
    "cash_flow": "rpt_cash_flow",
    "cash_flow_indirect": "rpt_cash_flow_indirect",
}


class EntityUnknown(LookupError):
    """An entity must have books in the release before they can be closed."""


class PeriodNotOver(ValueError):
    """Only a period that is over, and inside the books, can be closed."""


class ClosedPeriod(NamedTuple):
    """What one close kept; `statement_lines` and `journal_lines` are numbers of rows."""

    entity_code: str
    fiscal_period: str
    statement_hash: str
    statement_lines: int
    journal_lines: int


def close_periods(
    home: ProjectHome,
    through: str,
    *,
    decided_by: str,
    reason: str,
    entity_code: str | None = None,
) -> list[ClosedPeriod]:
    """Close every open period up to one, of an entity or of all entities and the group.

    Args:
        home: The project's home; the release in force is what is closed.
        through: Last period to close, `2026-03`.
        decided_by: Who closes.
        reason: Why, in their words.
        entity_code: One entity, or GROUP; None closes all.

    Returns:
        What was kept, in order; empty where all of it was closed before.

    Raises:
        NoRelease: nothing has been published.
        EntityUnknown: the release has no books of the entity.
        PeriodNotOver: the period lies outside the books, or has not ended by their as-of date.
    """
    manifest = read_current_manifest(home.published)
    store = open_store(home.state)
    closed = closed_periods(period_events(store))
    with open_warehouse(database_of(home.published, manifest.release)) as release:
        _require_over(release, manifest, through, entity_code)
        to_close = [
            _Close(new_event_id(), entity, period)
            for entity in _entities(release, entity_code)
            for period in _periods(release, entity, through)
            if period not in closed.get(entity, frozenset())
        ]
        if not to_close:
            return []
        snapshot = new_event_id()
        kept = _keep(release, to_close, home.period_closes / snapshot)
    record_closes(
        store,
        [
            PeriodEvent(
                close.event_id,
                close.entity_code,
                close.fiscal_period,
                CLOSE,
                decided_by,
                reason,
                dt.datetime.now(dt.UTC).replace(tzinfo=None),
                dt.datetime.fromisoformat(manifest.created_at).replace(tzinfo=None),
                manifest.release,
                closed_period.statement_hash,
                snapshot,
            )
            for close, closed_period in zip(to_close, kept, strict=True)
        ],
    )
    return kept


class _Close(NamedTuple):
    event_id: str
    entity_code: str
    fiscal_period: str


def _require_over(
    release: duckdb.DuckDBPyConnection,
    manifest: ReleaseManifest,
    period: str,
    entity_code: str | None,
) -> None:
    found = rows(
        release,
        "select min(fiscal_period), max(fiscal_period) from statements.rpt_balance_sheet",
    )
    first, last = found[0]
    if first is None or not first <= period <= last:
        raise PeriodNotOver(
            f"{period} is not a period of the books in {manifest.release}, which run from {first} "
            f"to {last}. Name one of those."
        )
    # The group's period ends with the last of its companies'.
    running = rows(
        release,
        "select 1 from calendar.dim_fiscal_periods inner join ledger.dim_entities "
        "using (entity_key) where fiscal_period = ? and ends_date > cast(? as date) "
        "and ? in ('GROUP', entity_code)",
        [period, manifest.as_of, entity_code or "GROUP"],
    )
    if running:
        raise PeriodNotOver(
            f"{period} has not ended by {manifest.as_of}, the as-of date of {manifest.release}. "
            "Close it when it is over."
        )


def _entities(release: duckdb.DuckDBPyConnection, entity_code: str | None) -> Sequence[str]:
    found = [
        str(code)
        for (code,) in rows(
            release,
            "select distinct entity_code from statements.rpt_balance_sheet order by entity_code",
        )
    ]
    if entity_code is None:
        return found
    if entity_code not in found:
        raise EntityUnknown(f"{entity_code} has no books. Name one of {', '.join(found)}.")
    return [entity_code]


def _periods(release: duckdb.DuckDBPyConnection, entity: str, through: str) -> Sequence[str]:
    return [
        str(period)
        for (period,) in rows(
            release,
            "select distinct fiscal_period from statements.rpt_balance_sheet "
            "where entity_code = ? and fiscal_period <= ? order by fiscal_period",
            [entity, through],
        )
    ]


def _keep(
    release: duckdb.DuckDBPyConnection, to_close: Sequence[_Close], folder: Path
) -> list[ClosedPeriod]:
    """Write the lines as reported, durably, and describe each close in the order given."""
    release.execute(
        "create temp table closing (event_id varchar, entity_code varchar, fiscal_period varchar)"
    )
    release.executemany("insert into closing values (?, ?, ?)", to_close)
    printed = " union all ".join(
        f"select event_id, layout, {literal(statement)} as statement, currency_view, line_code, "
        f"currency_code, amount from statements.{report} "
        "inner join closing using (entity_code, fiscal_period)"
        for statement, report in _STATEMENTS.items()
    )
    release.execute(f"create temp table statement_lines as {printed}")
    release.execute(
        "create temp table journal_lines as select event_id, journal_line_key, journal_key, "
        "account_key, functional_amount from ledger.fct_journal_lines as lines "
        "inner join ledger.dim_entities using (entity_key) "
        "inner join closing using (entity_code, fiscal_period)"
    )
    folder.mkdir(parents=True)
    for name in ("statement_lines", "journal_lines"):
        file = folder / f"{name}.parquet"
        release.execute(f"copy (from {name} order by all) to {literal(str(file))} (format parquet)")
        sync(file)
    sync(folder)
    sync(folder.parent)
    described = rows(
        release,
        # The same text as the invariant TM-1 makes of the landed lines.
        """
        with hashed as (
            select event_id, md5(layout || '|' || statement || '|' || currency_view
                || '|' || line_code || '|' || currency_code
                || '|' || cast(amount as varchar)) as line_hash
            from statement_lines
        ),
        statements as (
            select event_id, md5(string_agg(line_hash, '' order by line_hash)) as statement_hash,
                count(*) as line_count
            from hashed group by event_id
        ),
        journals as (
            select event_id, count(*) as line_count from journal_lines group by event_id
        )
        select event_id, entity_code, fiscal_period, statement_hash, statements.line_count,
            coalesce(journals.line_count, 0)
        from closing
        inner join statements using (event_id)
        left join journals using (event_id)
        """,
    )
    by_event = {event_id: ClosedPeriod(*described) for event_id, *described in described}
    return [by_event[close.event_id] for close in to_close]
