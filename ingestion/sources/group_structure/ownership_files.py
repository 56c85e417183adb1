"""Reads who owns whom from a table (CSV or XLSX) of a project.

**Belongs here**: the file's header and its rows as text.

**Keep out**: judging the values; the landing validates them and quarantines what fails.

File: `entity_code, parent_entity_code, ownership_ratio, consolidation_method, valid_from,
valid_to`; shares from 0 to 1, days as YYYY-MM-DD.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ingestion.tabular_files import FileRefused, find_table, read_grids, text_of

_FIELDS = (
    "entity_code",
    "parent_entity_code",
    "ownership_ratio",
    "consolidation_method",
    "valid_from",
    "valid_to",
)


class OverlappingOwnerships(FileRefused):
    """An entity has one owner a day: the next row begins after the last one has ended."""

    def __init__(self, path: Path, earlier: Ownership, later: Ownership) -> None:
        super().__init__(
            path,
            f"lines {earlier.line} and {later.line} both state who owns {later.entity_code} "
            f"on {later.valid_from}",
            "Give the earlier one its last day in valid_to.",
        )


class Ownership(NamedTuple):
    """One row of the file, all values as the text that stands there."""

    entity_code: str | None
    parent_entity_code: str | None
    ownership_ratio: str | None
    consolidation_method: str | None
    valid_from: str | None
    valid_to: str | None
    file_name: str
    line: int


def read_ownerships(path: Path) -> list[Ownership]:
    """Read the ownership table of a project.

    Returns:
        One row per line of the file, in its order.

    Raises:
        OverlappingOwnerships: two rows of an entity hold on the same day.
        FileRefused: a header is missing or doubled, a row is ragged, bytes do not decode.
    """
    table = find_table(read_grids(path)[0], {field: (field,) for field in _FIELDS})
    ownerships = []
    for row in table.rows:
        cells = {field: text_of(row.cells[field]) for field in _FIELDS}
        ownerships.append(Ownership(**cells, file_name=path.name, line=row.line))
    _refuse_overlaps(path, ownerships)
    return ownerships


def _refuse_overlaps(path: Path, ownerships: list[Ownership]) -> None:
    # Days are compared as text: what is no day as YYYY-MM-DD is quarantined when it lands.
    stated = sorted(ownerships, key=lambda one: (one.entity_code or "", one.valid_from or ""))
    for earlier, later in pairwise(stated):
        if (
            later.entity_code == earlier.entity_code
            # Two rows of one first day are one key twice: the landing quarantines the second.
            and (later.valid_from or "") > (earlier.valid_from or "")
            and (later.valid_from or "") <= (earlier.valid_to or "9999-12-31")
        ):
            raise OverlappingOwnerships(path, earlier, later)
