"""Period closes people decided on, with the lines as reported, from the platform's own store.

**Belongs here**: reading the store and its snapshots.

**Keep out**: the rules of closing (`platform_state.period_closes`), restatements (dbt_project).

Run alone: `python -m ingestion period_closes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.period_closes.expectations import (
    CLOSED_JOURNAL_LINES,
    CLOSED_STATEMENT_LINES,
    PERIOD_EVENTS,
    TABLES,
)
from platform_state.period_closes import PeriodEvent, period_events
from platform_state.store import open_store

if TYPE_CHECKING:
    from ingestion.project import Project

_LINES: Final = {
    CLOSED_STATEMENT_LINES.name: "statement_lines",
    CLOSED_JOURNAL_LINES.name: "journal_lines",
}
_LANDED_SNAPSHOTS: Final = "landed_snapshots"


class SnapshotMissing(FileNotFoundError):
    """The lines as reported of every close are kept."""


class PeriodClosesSource(LandedSource):
    """Lands closes and reopenings of periods, and what was reported for closed ones."""

    name: ClassVar[str] = "period_closes"
    tables = TABLES

    def __init__(self, state: Path) -> None:
        """Read from the folder of the platform's store."""
        self._state = state

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source; it has no settings."""
        return cls(project.state_folder)

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over all events, and the lines of snapshots not landed before.

        Raises:
            SnapshotMissing: a snapshot's file is gone.
        """
        events = period_events(open_store(self._state))
        yield Extract(
            PERIOD_EVENTS.name, _event_rows(events), scope="changes", source_rows=len(events)
        )
        landed = set(filter(None, context.cursors.get(_LANDED_SNAPSHOTS, "").split(",")))
        fresh = sorted({event.snapshot for event in events if event.snapshot} - landed)
        for table in (CLOSED_STATEMENT_LINES, CLOSED_JOURNAL_LINES):
            for snapshot in fresh:
                yield self._lines(table, snapshot)
        context.new_cursors[_LANDED_SNAPSHOTS] = ",".join(sorted(landed | set(fresh)))

    def _lines(self, table: TableContract, snapshot: str) -> Extract:
        file = self._state / "period_closes" / snapshot / f"{_LINES[table.name]}.parquet"
        if not file.is_file():
            raise SnapshotMissing(
                f"{file} is gone: it is what was reported for a closed period and cannot be "
                "computed again. Restore it from a backup of the state folder."
            )
        rows = pq.read_table(file)
        return Extract(table.name, rows, scope="changes", source_rows=rows.num_rows)


def _event_rows(events: list[PeriodEvent]) -> pa.Table:
    columns = [column.name for column in PERIOD_EVENTS.columns]
    rows = [
        {**event._asdict(), "event_number": number} for number, event in enumerate(events, start=1)
    ]
    return pa.table(
        {
            name: pa.array(
                [None if row[name] is None else str(row[name]) for row in rows], pa.string()
            )
            for name in columns
        }
    )
