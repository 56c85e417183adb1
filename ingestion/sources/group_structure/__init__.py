"""The structure of a group: which entity owns which, with what share and since when.

**Belongs here**: which file is read and what is handed over.

**Keep out**: reading the file (`ownership_files`), rules of a row (`expectations`), and what
ownership means for the books (the warehouse consolidates).

Run alone: `python -m ingestion group_structure`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pyarrow as pa

from ingestion.landed_source import Extract, ExtractContext, LandedSource
from ingestion.sources.group_structure.expectations import OWNERSHIPS
from ingestion.sources.group_structure.ownership_files import read_ownerships

if TYPE_CHECKING:
    from ingestion.project import Project

_SCHEMA = pa.schema(
    [(column.name, pa.string()) for column in OWNERSHIPS.columns]
    + [("_file", pa.string()), ("_line", pa.int64())]
)


class GroupStructureSource(LandedSource):
    """Lands every ownership a project states."""

    name: ClassVar[str] = "group_structure"
    tables = (OWNERSHIPS,)

    def __init__(self, *, ownership_file: Path) -> None:
        """Choose what is read.

        Args:
            ownership_file: CSV or XLSX of the ownerships.
        """
        self._ownership_file = ownership_file

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `ownership_file` (path).
        """
        return cls(ownership_file=Path(str(settings["ownership_file"])))

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over every ownership; one that vanished is a deletion.

        Raises:
            FileRefused: the file cannot be read whole.
        """
        context.archive.keep(self._ownership_file)
        ownerships = read_ownerships(self._ownership_file)
        columns = zip(*ownerships, strict=True) if ownerships else ([] for _ in _SCHEMA)
        arrays = [
            pa.array(values, field.type) for values, field in zip(columns, _SCHEMA, strict=True)
        ]
        yield Extract(
            table=OWNERSHIPS.name,
            rows=pa.Table.from_arrays(arrays, schema=_SCHEMA),
            scope="full",
        )
