"""Expense claims from spreadsheets: claims and their lines, each file a delivery.

**Belongs here**: which files are read and what is handed over.

**Keep out**: layouts (`profiles`), parsing (`claim_files`), rules (`claim_checks`,
`expectations`).

Run alone: `python -m ingestion expenses`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pyarrow as pa

from ingestion.delivered_files import delivered_paths, keys_alive, read_deliveries
from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.expenses.claim_checks import judged
from ingestion.sources.expenses.claim_files import ClaimFile, Fields, read_claim_file
from ingestion.sources.expenses.expectations import CLAIM_LINES, CLAIMS, TABLES
from ingestion.sources.expenses.profiles import load_profiles

if TYPE_CHECKING:
    from ingestion.project import Project


class ExpensesSource(LandedSource):
    """Lands every expense claim of the files in a folder."""

    name: ClassVar[str] = "expenses"
    tables = TABLES

    def __init__(
        self,
        *,
        folder: Path,
        defaults: Mapping[str, str] | None = None,
        profile: Path | None = None,
    ) -> None:
        """Choose what is read.

        Args:
            folder: Where the files are put.
            defaults: Values of fields a layout has no column for, as entity_code.
            profile: A layout of the project's own, tried before the ones known.
        """
        self._folder = folder
        self._defaults = dict(defaults or {})
        self._profiles = load_profiles(profile)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `folder`; optional `defaults` (field: value) and `profile` (path of a YAML file).
        """
        return cls(
            folder=Path(str(settings["folder"])),
            defaults={key: str(value) for key, value in (settings.get("defaults") or {}).items()},
            profile=Path(str(settings["profile"])) if settings.get("profile") else None,
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over all claims of all files; what a corrected file no longer holds is deleted.

        A file that cannot be read is refused by name, and what it held last stays.

        Raises:
            DeliveryFolderMissing: the folder does not exist.
        """
        deliveries = read_deliveries(
            delivered_paths(self._folder),
            context,
            lambda path: read_claim_file(path, self._profiles, self._defaults),
        )
        files: list[ClaimFile] = [delivery.content for delivery in deliveries]
        claims, lines = judged(files)
        names = [delivery.path.name for delivery in deliveries]
        for contract, rows in ((CLAIMS, claims), (CLAIM_LINES, lines)):
            (key,) = contract.key
            keys: dict[str, set[tuple[str, ...]]] = {name: set() for name in names}
            for row in rows:
                if row.get(key) is not None:
                    keys[row["_file"] or ""].add((row[key] or "",))
            yield Extract(
                table=contract.name,
                rows=_arrow_rows(contract, rows),
                scope="changes",
                present_keys=keys_alive(context, contract.name, keys, contract.key),
            )


def _arrow_rows(contract: TableContract, rows: Sequence[Fields]) -> pa.Table:
    columns = [column.name for column in contract.columns] + ["_file"]
    arrays = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns}
    lines = pa.array([int(row["_line"] or 0) for row in rows], pa.int64())
    return pa.table({**arrays, "_line": lines})
