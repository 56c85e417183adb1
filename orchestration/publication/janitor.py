"""Sweep what a killed publication left behind, before the next one starts.

**Belongs here**: unfinished candidates, half-written files, releases nobody was ever pointed at.

**Keep out**: old releases that were in force (`retention`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.publication.releases import current_release, release_number, releases


def sweep(published: Path) -> list[str]:
    """Delete leftovers; the writer lock must be held.

    A release with a higher number than `CURRENT` was renamed but never pointed at: no reader has
    opened it, and its number is used again.

    Returns:
        Names of the files deleted.
    """
    if not published.exists():
        return []
    leftovers = [*published.glob("candidate*"), *published.glob("*.unfinished")]
    current = release_number(current_release(published) or "") or 0
    for name in releases(published):
        if (release_number(name) or 0) > current:
            leftovers.extend(published.glob(f"{name}.*"))
    leftovers.extend(
        path
        for path in published.glob("pub_*.json")
        if not path.with_suffix(".duckdb").exists() and path not in leftovers
    )
    for path in leftovers:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in leftovers)
