"""The names of releases and the pointer to the one in force.

**Belongs here**: `pub_000001`, `CURRENT`, which releases exist.

**Keep out**: their content (`manifest`), deleting any (`janitor`, `retention`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from orchestration.publication.durable_files import replace_text

POINTER: Final = "CURRENT"
_NAME: Final = re.compile(r"pub_(\d{6,})")


class NoRelease(LookupError):
    """A release must have been published before it can be read."""


def release_name(number: int) -> str:
    """The name of release `number`, which counts from 1."""
    return f"pub_{number:06d}"


def release_number(name: str) -> int | None:
    """The number in a release's name, or None where the name is no release's."""
    found = _NAME.fullmatch(name)
    return int(found.group(1)) if found else None


def current_release(published: Path) -> str | None:
    """The name in `CURRENT`, or None before the first publication."""
    try:
        name = (published / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return name or None


def point_at(published: Path, name: str) -> None:
    """Put release `name` in force, atomically."""
    replace_text(published / POINTER, f"{name}\n")


def releases(published: Path) -> list[str]:
    """Names of all release files, oldest first."""
    names = [path.stem for path in published.glob("pub_*.duckdb") if release_number(path.stem)]
    return sorted(names, key=lambda name: release_number(name) or 0)


def database_of(published: Path, name: str) -> Path:
    """The DuckDB file of a release."""
    return published / f"{name}.duckdb"


def manifest_of(published: Path, name: str) -> Path:
    """The manifest file of a release."""
    return published / f"{name}.json"
