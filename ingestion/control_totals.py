"""Counts and sums that prove a load: what the source states, what was accepted, what is landed.

**Belongs here**: computing the totals of a load and refusing a load that does not add up.

**Keep out**: showing them (the warehouse's audit models do).

A total is taken over the whole table where the source states it for the whole table; otherwise over
the rows handed over in this load. In both: source = landed + quarantined.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import duckdb

from ingestion.landed_source import Extract, TableContract
from ingestion.raw_tables import quoted
from ingestion.validation import staged_name
from ingestion.versions import current_rows

ROWS = "rows"


class ControlTotal(NamedTuple):
    """One measure of one table: `rows`, or a money column."""

    measure: str
    source_amount: Decimal
    accepted_amount: Decimal
    quarantined_amount: Decimal
    landed_amount: Decimal

    @property
    def residual(self) -> Decimal:
        """What the source has and neither the warehouse nor the quarantine."""
        return self.source_amount - self.landed_amount - self.quarantined_amount


class ControlTotalMismatch(ValueError):
    """What the source states is landed or quarantined, to the row and to the cent."""

    def __init__(self, source: str, table: str, total: ControlTotal) -> None:
        super().__init__(
            f"{source}.{table}, {total.measure}: the source states {total.source_amount}, landed "
            f"are {total.landed_amount} and quarantined {total.quarantined_amount}; "
            f"{total.residual} is missing. The load was taken back; run it again, and if it stays, "
            "compare the source's own export."
        )


class StagedTotals(NamedTuple):
    """Σ per measure over the staged rows, accepted and quarantined apart."""

    accepted: Mapping[str, Decimal]
    quarantined: Mapping[str, Decimal]


def staged_totals(
    scratch: duckdb.DuckDBPyConnection, contract: TableContract
) -> StagedTotals:
    """Add up the staged rows of a table."""
    measures = _measures(contract)
    parts = ", ".join(
        f"coalesce(sum({expression}) filter (where _failures is {state}), 0)"
        for expression in measures.values()
        for state in ("null", "not null")
    )
    (sums,) = scratch.execute(f"select {parts} from {staged_name(contract.name)}").fetchall()
    values = [Decimal(value) for value in sums]
    return StagedTotals(
        dict(zip(measures, values[0::2], strict=True)),
        dict(zip(measures, values[1::2], strict=True)),
    )


def control_totals(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    contract: TableContract,
    extract: Extract,
    staged: StagedTotals,
) -> list[ControlTotal]:
    """Compare source, quarantine and warehouse after a load.

    Args:
        connection: On the warehouse; the keys handed over stand in the temp tables
            `accepted_keys(key)` and `refused_keys(key)`.
        table: The raw table, qualified.
        contract: Of the table.
        extract: What was handed over, with the source's own totals where it states any.
        staged: Σ of what was handed over.

    Returns:
        One total per measure.
    """
    measures = _measures(contract)
    is_whole = extract.source_rows is not None
    # A refused row may have an older version that stays current: it counts as quarantined.
    scope = "not in (select key from refused_keys)"
    if not is_whole:
        scope = "in (select key from accepted_keys)"
    sums = ", ".join(f"coalesce(sum({expression}), 0)" for expression in measures.values())
    (landed,) = connection.execute(
        f"select {sums} from ({current_rows(table)}) where _source_key {scope}"
    ).fetchall()
    totals = []
    for measure, amount in zip(measures, landed, strict=True):
        accepted, refused = staged.accepted[measure], staged.quarantined[measure]
        stated = accepted + refused
        if is_whole:
            source_sums = extract.source_sums or {}
            stated = (
                Decimal(extract.source_rows or 0)
                if measure == ROWS
                else source_sums.get(measure, Decimal(amount) + refused)
            )
        totals.append(ControlTotal(measure, stated, accepted, refused, Decimal(amount)))
    return totals


def _measures(contract: TableContract) -> dict[str, str]:
    return {ROWS: "1"} | {
        name: f"cast({quoted(name)} as decimal(38,4))" for name in contract.sums
    }
