"""Revenue projections the platform computes, landed like any other source.

**Belongs here**: turning a projection's floats into exact amounts, handing its tables over.

**Keep out**: the mathematics (`forecasting`), when it runs (orchestration).

Every run adds its rows under its own `run_id`; nothing is ever deleted, so that a forecast can be
scored long after it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.landed_source import Extract, ExtractContext, LandedSource, TableContract
from ingestion.sources.projections.expectations import TABLES

if TYPE_CHECKING:
    from ingestion.project import Project

_SCALES = {"money": (20, 4), "rate": (18, 10)}


class ProjectionsSource(LandedSource):
    """Lands revenue forecasts, their backtests and their scores."""

    name: ClassVar[str] = "projections"
    tables = TABLES

    def __init__(self, projected: Mapping[str, pa.Table] | None = None) -> None:
        """Take the tables of one projection.

        Args:
            projected: Table name → its rows, columns as in the contract; amounts may be floats
                and are rounded half to even to the contract's scale.
        """
        self._projected = dict(projected or {})

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source with nothing to hand over: projections are not a project's setting."""
        return cls()

    def extract(self, context: ExtractContext) -> Iterator[Extract]:  # noqa: ARG002 (a projection is what it is)
        """Hand over the tables of the projection."""
        contracts = {contract.name: contract for contract in self.tables}
        for name, rows in self._projected.items():
            exact = _exact(rows, contracts[name]) if name in contracts else rows
            yield Extract(table=name, rows=exact, scope="changes", source_rows=None)


def _exact(rows: pa.Table, contract: TableContract) -> pa.Table:
    kinds = {column.name: column.type for column in contract.columns}
    for position, field in enumerate(rows.schema):
        scale = _SCALES.get(kinds.get(field.name, ""))
        if scale and pa.types.is_floating(field.type):
            # A float has no cents of its own; a forecast is rounded once, here.
            rounded = pc.round(rows.column(position), ndigits=scale[1], round_mode="half_to_even")
            values = pc.cast(rounded, pa.decimal128(*scale), safe=False)
            rows = rows.set_column(position, field.name, values)
    return rows
