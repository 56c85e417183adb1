"""Compares staged rows with what is landed: which are new versions, which keys have vanished.

**Belongs here**: the current version of a raw table, changed rows, tombstones.

**Keep out**: judging rows (`validation`), loading them (`pipeline`).

The warehouse is attached to the scratch database as `warehouse`, read-only, while this runs.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import duckdb

from ingestion.landed_source import Extract, LandedDataRefused, TableContract
from ingestion.raw_tables import quoted, schema_of
from ingestion.typed_values import typed_expression
from ingestion.validation import raw_name, source_key, staged_name

TOMBSTONE_HASH: Final = "deleted"
_EMPTY_IS_SUSPICIOUS_FROM: Final = 100


class SuspiciousEmptyExtract(LandedDataRefused):
    """A full extract is not empty where the source had many rows the last time."""

    def __init__(self, table: str, current: int) -> None:
        super().__init__(
            f"table {table}: the source handed over no row where {current} are current; "
            "landing it would delete them all. Check the export; if the source really is empty, "
            "set allow_empty: true in its block of the project file."
        )


class Change(NamedTuple):
    """What one table's load will add: new row versions, and tombstones for vanished keys."""

    loaded_rows: int
    deleted_rows: int


def raw_table(source_name: str, contract: TableContract) -> str:
    """Return the raw table as seen from the scratch database."""
    return f"warehouse.{schema_of(source_name)}.{quoted(contract.name)}"


def current_rows(table: str) -> str:
    """Return SQL for a raw table's current rows: the newest version of a key, unless deleted."""
    return (
        f"select * from (select * from {table} qualify row_number() over "
        "(partition by _source_key order by _recorded_at desc, _row_hash) = 1) "
        "where not _is_deleted"
    )


def changed_name(table: str) -> str:
    """Return the name of the scratch table of row versions to load."""
    return quoted(f"changed_{table}")


def find_changes(
    scratch: duckdb.DuckDBPyConnection,
    source_name: str,
    contract: TableContract,
    extract: Extract,
    *,
    load_id: str,
    recorded_at: dt.datetime,
    allow_empty: bool,
) -> Change:
    """Keep the accepted rows that differ from the current version, and tombstones.

    Args:
        scratch: Holds the staged table; the warehouse is attached as `warehouse`.
        source_name: Of the source.
        contract: Of the table.
        extract: What was staged; its scope says whether absence means deletion.
        load_id: Stamped on every new version.
        recorded_at: Stamped on every new version, UTC.
        allow_empty: Whether a full extract may be empty where rows are current.

    Raises:
        SuspiciousEmptyExtract: a full extract is empty where at least 100 rows are current.
    """
    raw, staged, changed = (
        raw_table(source_name, contract),
        staged_name(contract.name),
        changed_name(contract.name),
    )
    columns = ", ".join(quoted(column.name) for column in contract.columns)
    stamp = (
        f"timestamp '{recorded_at:%Y-%m-%d %H:%M:%S.%f}' as _recorded_at, "
        "{deleted} as _is_deleted, _file, _line, "
        f"'{load_id}' as _load_id"
    )
    is_first = scratch.execute(f"select 1 from {raw} limit 1").fetchall() == []
    new = f"select {columns}, _source_key, _row_hash, {stamp.format(deleted='false')} from {staged}"
    if is_first:
        scratch.execute(f"create or replace table {changed} as {new} where _failures is null")
        return Change(_count(scratch, changed), 0)
    # Keys and hashes only: the rows themselves are read for the few keys that vanished.
    sees_deletions = extract.scope == "full" or extract.present_keys is not None
    within = "" if sees_deletions else f"semi join {staged} using (_source_key)"
    scratch.execute(
        f"create or replace temp table landed as select _source_key, "
        f"arg_max(_row_hash, _recorded_at) as _row_hash from {raw} {within} "
        f"group by _source_key having not arg_max(_is_deleted, _recorded_at)"
    )
    if extract.scope == "full":
        _refuse_suspicious_emptiness(scratch, contract, staged, allow_empty=allow_empty)
    scratch.execute(
        f"create or replace table {changed} as {new} "
        f"anti join landed using (_source_key, _row_hash) where _failures is null"
    )
    loaded = _count(scratch, changed)
    scratch.execute(
        f"create or replace temp table vanished as select _source_key from landed "
        f"where {_has_vanished(scratch, contract, extract, staged)}"
    )
    scratch.execute(
        f"insert into {changed} "
        f"select {columns}, _source_key, '{TOMBSTONE_HASH}' as _row_hash, "
        f"{stamp.format(deleted='true')} from "
        f"({current_rows(f'(from {raw} semi join vanished using (_source_key))')})"
    )
    deleted = _count(scratch, changed) - loaded
    scratch.execute("drop table landed")
    scratch.execute("drop table vanished")
    return Change(loaded, deleted)


def _has_vanished(
    scratch: duckdb.DuckDBPyConnection, contract: TableContract, extract: Extract, staged: str
) -> str:
    """Return SQL, over current keys, that is true where a key is no longer to be current."""
    accepted = f"select _source_key from {staged} where _failures is null"
    if extract.scope == "full":
        return f"_source_key not in ({accepted})"
    # A key whose newest state is refused has no current version: an outdated amount is never shown
    # as current, so that landing by changes ends where landing from nothing would.
    refused = (
        f"_source_key in (select _source_key from {staged} where _failures is not null "
        f"and _source_key is not null and _source_key not in ({accepted}))"
    )
    if extract.present_keys is None:
        return refused
    scratch.register("arrived_keys", extract.present_keys)
    by_name = {column.name: column for column in contract.columns}
    raw = ", ".join(f"cast({quoted(name)} as varchar) as {raw_name(name)}" for name in contract.key)
    typed = ", ".join(
        f"{typed_expression(by_name[name], raw_name(name))} as {quoted(name)}"
        for name in contract.key
    )
    scratch.execute(
        f"create or replace temp table alive as "
        f"select distinct {source_key(contract)} as _source_key "
        f"from (select *, {typed} from (select {raw} from arrived_keys))"
    )
    scratch.unregister("arrived_keys")
    gone = "_source_key not in (select _source_key from alive where _source_key is not null)"
    return f"({refused} or {gone})"


def _refuse_suspicious_emptiness(
    scratch: duckdb.DuckDBPyConnection, contract: TableContract, staged: str, *, allow_empty: bool
) -> None:
    if allow_empty or _count(scratch, staged):
        return
    current = _count(scratch, "landed")
    if current >= _EMPTY_IS_SUSPICIOUS_FROM:
        raise SuspiciousEmptyExtract(contract.name, current)


def _count(scratch: duckdb.DuckDBPyConnection, table: str) -> int:
    ((rows,),) = scratch.execute(f"select count(*) from {table}").fetchall()
    return int(rows)
