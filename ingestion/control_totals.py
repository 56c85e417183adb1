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
from ingestion.raw_tables import LANDING_SCHEMA, quoted
from ingestion.typed_values import exact_amount
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
    """Add up the staged rows of a table: the good ones as typed, the refused as they came."""
    table = staged_name(contract.name)
    typed = [f"coalesce(sum({quoted(name)}), 0)" for name in contract.sums]
    came = {name: f"json_extract_string(_row_json, '$.\"{name}\"')" for name in contract.sums}
    (accepted,) = scratch.execute(
        f"select {', '.join(['count(*)', *typed])} from {table} where _failures is null"
    ).fetchall()
    (refused,) = scratch.execute(
        f"select {', '.join(['count(*)', *_exact_sums(contract, came)])} "
        f"from {table} where _failures is not null"
    ).fetchall()
    measures = (ROWS, *contract.sums)
    return StagedTotals(
        dict(zip(measures, map(Decimal, accepted), strict=True)),
        dict(zip(measures, map(Decimal, refused), strict=True)),
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
    is_whole = extract.scope == "full" or extract.present_keys is not None
    measures = (ROWS, *contract.sums)
    sums = ", ".join(f"coalesce(sum({quoted(name)}), 0)" for name in contract.sums)
    within = "" if is_whole else "where _source_key in (select key from accepted_keys)"
    (landed,) = connection.execute(
        f"select count(*){', ' if sums else ''}{sums} from ({current_rows(table)}) {within}"
    ).fetchall()
    refused = _open_refused(connection, source_name, contract) if is_whole else staged.quarantined
    stated = dict(extract.source_sums or {})
    if extract.source_rows is not None:
        stated[ROWS] = Decimal(extract.source_rows)
    totals = []
    for measure, amount in zip(measures, map(Decimal, landed), strict=True):
        accepted = staged.accepted[measure]
        if extract.scope == "changes" and is_whole:
            # Rows that did not change are not handed over again: they were accepted before.
            accepted = amount
        # What the source does not state is compared with what it handed over.
        source = stated.get(measure, accepted + refused[measure])
        totals.append(ControlTotal(measure, source, accepted, refused[measure], amount))
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
    sums = {name: f"json_extract_string(row_json, '$.\"{name}\"')" for name in contract.sums}
    parts = ["count(*)", *_exact_sums(contract, sums)]
    (found,) = connection.execute(
        f"select {', '.join(parts)} from ({_open_refusals()})",
        {"source": source_name, "table": contract.name},
    ).fetchall()
    return dict(zip((ROWS, *contract.sums), map(Decimal, found), strict=True))


def _exact_sums(contract: TableContract, texts: Mapping[str, str]) -> list[str]:
    """Return SQL that adds amounts as they came: a refused 1.23456 counts as 1.23456."""
    types = {column.name: column.sql_type for column in contract.columns}
    return [f"coalesce(sum({exact_amount(text, types[name])}), 0)" for name, text in texts.items()]
