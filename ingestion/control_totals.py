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

from ingestion.landed_source import Extract, LandedDataRefused, TableContract
from ingestion.quarantine import DUPLICATE_ROW
from ingestion.raw_tables import LANDING_SCHEMA, quoted
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


class ControlTotalMismatch(LandedDataRefused):
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


def staged_totals(scratch: duckdb.DuckDBPyConnection, contract: TableContract) -> StagedTotals:
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
    source_name: str,
    table: str,
    contract: TableContract,
    extract: Extract,
    staged: StagedTotals,
) -> list[ControlTotal]:
    """Compare source, quarantine and warehouse after a load.

    Args:
        connection: On the warehouse; the keys accepted stand in the temp table
            `accepted_keys(key)`, and the rows refused are recorded.
        source_name: Of the source.
        table: The raw table, qualified.
        contract: Of the table.
        extract: What was handed over, with the source's own totals where it states any.
        staged: Σ of what was handed over.

    Returns:
        One total per measure.
    """
    measures = _measures(contract)
    is_whole = extract.source_rows is not None
    refused = staged.quarantined
    scope = "in (select key from accepted_keys)"
    if is_whole:
        # A refused row may have an older version that stays current: it counts as quarantined.
        # (the second copy of a row is refused, too, but its first copy is landed by that key).
        scope = (
            f"not in (select source_key from ({_open_refusals()}) "
            f"where source_key is not null and rule <> '{DUPLICATE_ROW}')"
        )
        refused = _open_refused(connection, source_name, contract)
    place = {"source": source_name, "table": contract.name} if is_whole else None
    sums = ", ".join(f"coalesce(sum({expression}), 0)" for expression in measures.values())
    (landed,) = connection.execute(
        f"select {sums} from ({current_rows(table)}) where _source_key {scope}", place
    ).fetchall()
    totals = []
    for measure, amount in zip(measures, landed, strict=True):
        stated = staged.accepted[measure] + staged.quarantined[measure]
        if is_whole and measure == ROWS:
            stated = Decimal(extract.source_rows or 0)
        elif is_whole:
            # A column the source does not add up is compared with what is landed of it.
            stated = (extract.source_sums or {}).get(measure, Decimal(amount) + refused[measure])
        accepted = stated - refused[measure] if is_whole else staged.accepted[measure]
        totals.append(ControlTotal(measure, stated, accepted, refused[measure], Decimal(amount)))
    return totals


def _open_refusals() -> str:
    return (
        f"select * from {LANDING_SCHEMA}.quarantined_rows where source_name = $source "
        "and table_name = $table and resolved_at is null"
    )


def _open_refused(
    connection: duckdb.DuckDBPyConnection, source_name: str, contract: TableContract
) -> Mapping[str, Decimal]:
    """Add up a table's refusals that are not resolved, from the rows as they came."""
    parts = ["count(*)"] + [
        f"coalesce(sum(try_cast(json_extract_string(row_json, '$.{name}') as decimal(38,4))), 0)"
        for name in contract.sums
    ]
    (sums,) = connection.execute(
        f"select {', '.join(parts)} from ({_open_refusals()})",
        {"source": source_name, "table": contract.name},
    ).fetchall()
    return dict(zip((ROWS, *contract.sums), (Decimal(value) for value in sums), strict=True))


def _measures(contract: TableContract) -> dict[str, str]:
    return {ROWS: "1"} | {name: f"cast({quoted(name)} as decimal(38,4))" for name in contract.sums}
