"""Which old releases are kept: the newest few, the one in force, and every pinned one.

**Belongs here**: pinning a release with a reason, deleting the others.

**Keep out**: leftovers of killed runs (`janitor`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.publication.durable_files import replace_text
from orchestration.publication.releases import (
    NoRelease,
    current_release,
    database_of,
    manifest_of,
    releases,
)


def pin(published: Path, name: str, reason: str) -> None:
    """Keep release `name` for good, for example because a period was closed on it.

    Raises:
        NoRelease: there is no such release.
    """
    if not database_of(published, name).exists():
        raise NoRelease(
            f"Release {name} is not in {published}: only an existing release can be pinned. "
            "Run `ledgerhouse status` to see the one in force."
        )
    replace_text(_pin_of(published, name), f"{reason}\n")


def pinned(published: Path) -> dict[str, str]:
    """Name → reason of every pinned release."""
    return {
        path.stem: path.read_text(encoding="utf-8").strip()
        for path in sorted(published.glob("pub_*.pin"))
    }


def retire(published: Path, *, keep: int) -> list[str]:
    """Delete all but the newest `keep` releases, the one in force and the pinned ones.

    A reader that has a deleted file open keeps reading it until it closes.

    Returns:
        Names of the releases deleted.
    """
    kept = {*releases(published)[-keep:], *pinned(published), current_release(published)}
    retired = [name for name in releases(published) if name not in kept]
    for name in retired:
        # The manifest last: a release without its file is swept, a file without manifest misleads.
        database_of(published, name).unlink(missing_ok=True)
        manifest_of(published, name).unlink(missing_ok=True)
    return retired


def _pin_of(published: Path, name: str) -> Path:
    return published / f"{name}.pin"
