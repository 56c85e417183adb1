"""The published release the screens read: which one, what its manifest says, how it is opened.

**Belongs here**: the pointer `CURRENT`, the manifest, the one function that opens a release file,
and the only environment variable of the dashboards.

**Keep out**: queries and anything that draws.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

REPOSITORY: Final = Path(__file__).resolve().parents[1]
DEFAULT_PUBLISHED: Final = REPOSITORY / "data" / "demo_company" / "published"

# A daily load that missed a weekend is late; one that missed more than that is stale.
STALE_AFTER: Final = timedelta(hours=72)

# Measured against attack statements: with these a release file cannot reach anything else.
_LOCKED_DOWN: Final[dict[str, str | bool | int | float | list[str]]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}


class ReleaseUnreadable(Exception):
    """A pointer, manifest and release file must agree; this one does not."""


class Release(NamedTuple):
    """One published release as its manifest describes it.

    Attributes:
        name: Name in `CURRENT`, such as `pub_000001`.
        number: Running number.
        project: Name of the project the release was built from.
        database: The read-only DuckDB file.
        created_at: When it was published, UTC.
        as_of: Last business date in it.
        presentation_currency: ISO code of every `*_amount_group`.
        invariants_total: Invariants proven for this release.
        invariants_failed: Invariants that failed, of any severity.
        quarantined_rows: Source rows refused and kept aside.
        content_hash: Hash over all published rows.
        product_version: Version of the product that built it.
        table_rows: Rows per `schema.table`.
    """

    name: str
    number: int
    project: str
    database: Path
    created_at: datetime
    as_of: date
    presentation_currency: str
    invariants_total: int
    invariants_failed: int
    quarantined_rows: int
    content_hash: str
    product_version: str
    table_rows: tuple[tuple[str, int], ...]

    def is_stale(self, now: datetime | None = None) -> bool:
        """Whether the release is older than a missed weekend."""
        return (now or datetime.now(UTC)) - self.created_at > STALE_AFTER

    @property
    def is_failing(self) -> bool:
        """Whether an invariant of the release does not hold."""
        return self.invariants_failed > 0

    @property
    def invariants_passed(self) -> int:
        """Invariants that hold."""
        return self.invariants_total - self.invariants_failed


def published_folder() -> Path:
    """Folder with `CURRENT` and the releases: `LEDGERHOUSE_PUBLISHED`, else the demo company's."""
    return Path(os.environ.get("LEDGERHOUSE_PUBLISHED") or DEFAULT_PUBLISHED)


def current_release(folder: Path | None = None) -> Release | None:
    """The release `CURRENT` points at.

    Args:
        folder: Where to look; the published folder if left out.

    Returns:
        The release, or None before the first publication.

    Raises:
        ReleaseUnreadable: `CURRENT` names a release whose file or manifest is missing or broken.
    """
    folder = folder or published_folder()
    pointer = folder / "CURRENT"
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8").strip()
    manifest_file, database = folder / f"{name}.json", folder / f"{name}.duckdb"
    if not name or not manifest_file.is_file() or not database.is_file():
        raise ReleaseUnreadable(
            f"{pointer} names {name!r}, but its .duckdb and .json are not both in {folder}; "
            "publish again with `ledgerhouse run`"
        )
    try:
        manifest: dict[str, Any] = json.loads(manifest_file.read_text(encoding="utf-8"))
        return _release_of(manifest, name, database)
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ReleaseUnreadable(
            f"{manifest_file.name} is not a release manifest ({type(error).__name__}: {error}); "
            "publish again with `ledgerhouse run`"
        ) from error


def open_release(release: Release) -> duckdb.DuckDBPyConnection:
    """Open a release file read-only and locked down; the one place where the screens open data.

    Args:
        release: The release to open.

    Returns:
        A connection that reads the release's own tables and nothing else. Take a `cursor()` per
        query: the connection is shared by all sessions.
    """
    return duckdb.connect(str(release.database), read_only=True, config=_LOCKED_DOWN)


def _release_of(manifest: dict[str, Any], name: str, database: Path) -> Release:
    created_at = datetime.fromisoformat(manifest["created_at"])
    invariants = manifest["invariants"]
    return Release(
        name=name,
        number=int(manifest["release_number"]),
        project=str(manifest["project"]),
        database=database,
        created_at=created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC),
        as_of=date.fromisoformat(str(manifest["as_of"])),
        presentation_currency=str(manifest["presentation_currency"]),
        invariants_total=int(invariants["total"]),
        invariants_failed=int(invariants["failed"]) + int(invariants.get("warned", 0)),
        quarantined_rows=int(manifest["quarantined_rows"]),
        content_hash=str(manifest["content_hash"]),
        product_version=str(manifest["product_version"]),
        table_rows=tuple((table, int(of["rows"])) for table, of in manifest["tables"].items()),
    )
