"""The state of a project at a glance: release in force, last run, freshness of each source.

**Belongs here**: gathering it without opening the warehouse, so that it works while a run writes.

**Keep out**: figures of the business (`summary`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from orchestration.project_home import ProjectHome
from orchestration.publication.manifest import ReleaseManifest, read_current_manifest
from orchestration.publication.releases import NoRelease, database_of
from orchestration.run_record import RunRecord, read_record
from orchestration.warehouse import has_relation, open_warehouse, rows
from orchestration.writer_lock import LockHolder, current_holder


class SourceFreshness(NamedTuple):
    """When a source was last landed completely, and the rows it has landed so far."""

    source_name: str
    last_landed_at: datetime
    loaded_rows: int

    def age_hours(self) -> float:
        """Hours since, to one place."""
        landed = self.last_landed_at
        aware = landed if landed.tzinfo else landed.replace(tzinfo=UTC)
        return round((datetime.now(UTC) - aware).total_seconds() / 3600, 1)


class Status(NamedTuple):
    """All of it; `manifest` is None before the first release."""

    project: str
    manifest: ReleaseManifest | None
    last_run: RunRecord | None
    sources: list[SourceFreshness]
    writer: LockHolder | None

    def as_dict(self) -> dict[str, object]:
        """The status as plain values."""
        manifest = self.manifest
        return {
            "project": self.project,
            "release": manifest.release if manifest else None,
            "as_of": manifest.as_of if manifest else None,
            "created_at": manifest.created_at if manifest else None,
            "content_hash": manifest.content_hash if manifest else None,
            "invariants_total": manifest.invariants.total if manifest else 0,
            "invariants_failed": manifest.invariants.failed if manifest else 0,
            "invariants_warned": manifest.invariants.warned if manifest else 0,
            "quarantined_rows": manifest.quarantined_rows if manifest else 0,
            "is_writer_running": self.writer is not None,
            "writer_pid": self.writer.pid if self.writer else None,
            "last_run": self.last_run._asdict() if self.last_run else None,
            "sources": [
                {
                    "source": source.source_name,
                    "last_landed_at": source.last_landed_at.isoformat(),
                    "age_hours": source.age_hours(),
                    "loaded_rows": source.loaded_rows,
                }
                for source in self.sources
            ],
        }


def read_status(project_name: str, home: ProjectHome) -> Status:
    """Gather the status of one project; nothing is created or locked."""
    writer = current_holder(home.writer_lock)
    try:
        manifest: ReleaseManifest | None = read_current_manifest(home.published)
    except NoRelease:
        manifest = None
    return Status(
        project=project_name,
        manifest=manifest,
        last_run=read_record(home.last_run, is_writer_running=writer is not None),
        sources=_freshness(home, manifest) if manifest else [],
        writer=writer,
    )


def _freshness(home: ProjectHome, manifest: ReleaseManifest) -> list[SourceFreshness]:
    with open_warehouse(database_of(home.published, manifest.release)) as connection:
        if not has_relation(connection, "audit", "audit_loads"):
            return []
        return [
            SourceFreshness(str(name), landed_at, int(loaded or 0))
            for name, landed_at, loaded in rows(
                connection,
                "select source_name, max(finished_at), sum(loaded_rows) from audit.audit_loads "
                "where finished_at is not null group by source_name order by source_name",
            )
        ]
