"""A source of one table whose extracts a test writes by hand.

Belongs here: the contract and the source that the tests of the landing share.
Keep out: assertions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal, Self

import pyarrow as pa

from ingestion.landed_source import (
    Column,
    Extract,
    ExtractContext,
    LandedSource,
    Rule,
    TableContract,
)
from ingestion.project import Project

ENTRIES = TableContract(
    name="entries",
    columns=(
        Column("id", "integer", nullable=False),
        Column("booked", "date"),
        Column("changed", "timestamp"),
        Column("amount", "money", nullable=False),
        Column("price", "quantity"),
        Column("is_open", "boolean"),
        Column("memo", "text"),
        Column("left", "integer", description="a reserved word, as sources have them"),
    ),
    key=("id",),
    sums=("amount",),
    rules=(Rule("amount_is_below_a_billion", "amount < 1000000000"),),
)


def entries(*rows: Mapping[str, Any]) -> pa.Table:
    """Rows as text; columns that a test does not name are left out."""
    names = {name: None for row in rows for name in row} or {"id": None, "amount": None}
    return pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})


def entry(number: int, amount: str = "1.00", **more: Any) -> dict[str, Any]:
    return {"id": str(number), "amount": amount, **more}


def handed_over(
    *rows: Mapping[str, Any],
    scope: Literal["full", "changes"] = "full",
    present: Sequence[int] | None = None,
    source_rows: int | None = None,
    source_sum: str | None = None,
) -> Extract:
    keys = None if present is None else pa.table({"id": pa.array(present, pa.int64())})
    sums = None if source_sum is None else {"amount": Decimal(source_sum)}
    return Extract("entries", entries(*rows), scope, keys, source_rows, sums)


class LedgerSource(LandedSource):
    name: ClassVar[str] = "ledger"
    tables = (ENTRIES,)

    def __init__(self, *extracts: Extract, cursors: Mapping[str, str] | None = None) -> None:
        self._extracts = extracts
        self._cursors = dict(cursors or {})
        self.seen_cursors: dict[str, str] = {}

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (built by hand)
        return cls()

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        self.seen_cursors = dict(context.cursors)
        context.new_cursors.update(self._cursors)
        yield from self._extracts
