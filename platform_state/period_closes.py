"""Closing and reopening of accounting periods: who, when, why, and what the books said.

**Belongs here**: the events, their order, the rules of closing.

**Keep out**: reading the books (`orchestration.period_close`), judging later changes (dbt_project).

Events are only ever added. The newest event of an entity and period says whether it is closed; the
newest close says what was reported.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Column, DateTime, Engine, Integer, String, Table, insert, select

from platform_state.store import METADATA

CLOSE: Final = "close"
REOPEN: Final = "reopen"

_EVENTS: Final = Table(
    "period_events",
    METADATA,
    Column("event_number", Integer, primary_key=True, autoincrement=True),
    Column("event_id", String, nullable=False, unique=True),
    Column("entity_code", String, nullable=False),
    Column("fiscal_period", String, nullable=False),
    Column("action", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("knowledge_at", DateTime),
    Column("release_name", String),
    Column("statement_hash", String),
    Column("snapshot", String),
)


class PeriodEvent(NamedTuple):
    """One closing or reopening.

    Attributes:
        event_id: Identifies the event for ever.
        entity_code: Code of the entity, or GROUP.
        fiscal_period: `2026-03`.
        action: `close` or `reopen`.
        decided_by: Name of the person.
        reason: In their words.
        decided_at: UTC.
        knowledge_at: UTC; closes only: up to when the books had been recorded.
        release_name: Closes only: the release that was closed.
        statement_hash: Closes only: fingerprint of the statement lines as reported.
        snapshot: Closes only: name of the folder with the lines as reported.
    """

    event_id: str
    entity_code: str
    fiscal_period: str
    action: str
    decided_by: str
    reason: str
    decided_at: dt.datetime
    knowledge_at: dt.datetime | None = None
    release_name: str | None = None
    statement_hash: str | None = None
    snapshot: str | None = None


class PeriodNotOpen(ValueError):
    """Only an open period can be closed."""


class PeriodNotClosed(ValueError):
    """Only a closed period can be reopened."""


class PeriodOutOfOrder(ValueError):
    """Periods are closed from the first on and reopened from the last on."""


def new_event_id() -> str:
    """An identifier no other event has."""
    return uuid.uuid4().hex


def period_events(store: Engine) -> list[PeriodEvent]:
    """All events, in the order they happened."""
    columns = [_EVENTS.c[name] for name in PeriodEvent._fields]
    with store.connect() as connection:
        found = connection.execute(select(*columns).order_by(_EVENTS.c.event_number))
        return [PeriodEvent(**row) for row in found.mappings()]


def closed_periods(events: Iterable[PeriodEvent]) -> Mapping[str, frozenset[str]]:
    """Entity code → periods whose newest event is a close."""
    newest = {(event.entity_code, event.fiscal_period): event.action for event in events}
    closed: dict[str, set[str]] = {}
    for (entity_code, fiscal_period), action in newest.items():
        if action == CLOSE:
            closed.setdefault(entity_code, set()).add(fiscal_period)
    return {entity_code: frozenset(periods) for entity_code, periods in closed.items()}


def record_closes(store: Engine, closes: Iterable[PeriodEvent]) -> None:
    """Record closes of periods in their order, all or none.

    Raises:
        PeriodNotOpen: a period is closed already.
    """
    closes = list(closes)
    with store.begin() as connection:
        closed = closed_periods(period_events(store))
        for close in closes:
            if close.fiscal_period in closed.get(close.entity_code, frozenset()):
                raise PeriodNotOpen(
                    f"{close.entity_code} {close.fiscal_period} is closed already. Reopen it "
                    "first, or close a later period."
                )
        connection.execute(insert(_EVENTS), [close._asdict() for close in closes])


def reopen_period(
    store: Engine, entity_code: str, fiscal_period: str, *, decided_by: str, reason: str
) -> PeriodEvent:
    """Record that the last closed period of an entity is open again.

    Raises:
        PeriodNotClosed: the period is not closed.
        PeriodOutOfOrder: a later period is still closed.
    """
    closed = closed_periods(period_events(store)).get(entity_code, frozenset())
    if fiscal_period not in closed:
        raise PeriodNotClosed(f"{entity_code} {fiscal_period} is not closed.")
    if fiscal_period != max(closed):
        raise PeriodOutOfOrder(
            f"{entity_code} {fiscal_period} cannot be reopened while {max(closed)} is closed: a "
            f"later balance sheet rests on it. Reopen {max(closed)} first."
        )
    event = PeriodEvent(
        new_event_id(),
        entity_code,
        fiscal_period,
        REOPEN,
        decided_by,
        reason,
        dt.datetime.now(dt.UTC).replace(tzinfo=None),
    )
    with store.begin() as connection:
        connection.execute(insert(_EVENTS), [event._asdict()])
    return event
