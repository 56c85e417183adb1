"""Plans from spreadsheets: budgets per entity, account and month, and sales targets.

**Belongs here**: which files are read and what is handed over.

**Keep out**: layouts (`budget_files`, `target_files`), rules (`plan_cells`, `expectations`).

Run alone: `python -m ingestion plans`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import pyarrow as pa

from ingestion.delivered_files import delivered_paths, keys_alive, read_deliveries
from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.plans.budget_files import read_budget
from ingestion.sources.plans.expectations import SALES_TARGETS, TABLES, budget_lines_of
from ingestion.sources.plans.plan_cells import PlanCell
from ingestion.sources.plans.target_files import read_targets

if TYPE_CHECKING:
    from ingestion.project import Project

BUDGET_PATTERN: Final = "budget_*"
TARGETS_PATTERN: Final = "sales_targets_*"


class PlansSource(LandedSource):
    """Lands every budget and sales target of the files in a folder."""

    name: ClassVar[str] = "plans"
    tables: Sequence[TableContract] = TABLES

    def __init__(self, *, folder: Path, entity_currencies: Mapping[str, str] | None = None) -> None:
        """Choose what is read.

        Args:
            folder: Where `budget_*` and `sales_targets_*` files are put.
            entity_currencies: Entity code → functional currency; a budget in another one, or of
                an entity not named, is quarantined. Empty checks no currency but its code.
        """
        self._folder = folder
        self.tables = (budget_lines_of(entity_currencies or {}), SALES_TARGETS)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `folder`; optional `entity_currencies` (entity code: currency).
        """
        currencies = settings.get("entity_currencies") or {}
        return cls(
            folder=Path(str(settings["folder"])),
            entity_currencies={str(code): str(value) for code, value in currencies.items()},
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over all cells of all files; what a corrected file no longer holds is deleted.

        A cell that stands twice, in one file or two, is refused where its amounts differ. A file
        that cannot be read is refused by name, and what it held last stays.

        Raises:
            DeliveryFolderMissing: the folder does not exist.
        """
        budget_lines, sales_targets = self.tables
        yield self._table(context, budget_lines, BUDGET_PATTERN, read_budget)
        yield self._table(context, sales_targets, TARGETS_PATTERN, read_targets)

    def _table(
        self,
        context: ExtractContext,
        contract: TableContract,
        pattern: str,
        parse: Callable[[Path], list[PlanCell]],
    ) -> Extract:
        paths = delivered_paths(self._folder, pattern)
        deliveries = read_deliveries(paths, context, parse)
        keys = {
            delivery.path.name: {
                tuple(part for part in cell.place if part is not None)
                for cell in delivery.content
                if _has_key(cell, contract)
            }
            for delivery in deliveries
        }
        cells = [cell for delivery in deliveries for cell in delivery.content]
        return Extract(
            table=contract.name,
            rows=_arrow_rows(contract, cells),
            scope="changes",
            present_keys=keys_alive(context, contract.name, keys, contract.key),
        )


def _has_key(cell: PlanCell, contract: TableContract) -> bool:
    return sum(part is not None for part in cell.place) == len(contract.key)


def _arrow_rows(contract: TableContract, cells: Sequence[PlanCell]) -> pa.Table:
    # Targets have no account: the third value of a cell is theirs to leave out.
    places = [place for place in range(6) if place != 2 or len(contract.key) == 4]
    rows = [[*(cell[place] for place in places), cell.file_name] for cell in cells]
    names = [column.name for column in contract.columns] + ["_file"]
    columns = {
        name: pa.array([row[place] for row in rows], pa.string())
        for place, name in enumerate(names)
    }
    return pa.table({**columns, "_line": pa.array([cell.line for cell in cells], pa.int64())})
