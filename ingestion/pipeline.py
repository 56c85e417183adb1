"""Lands a source: extract, judge, compare, load with dlt, prove, record.

**Belongs here**: the order of the steps and what makes them safe to repeat.

**Keep out**: each step's own work (`validation`, `versions`, `quarantine`, `control_totals`).

A load counts once its entry in `raw_landing.loads` is committed, together with its control totals,
its refused rows and its cursors, in one transaction. Whatever a killed run left before that point
is taken back by the next one, so a load happens once or not at all.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb
import pyarrow as pa

from ingestion.archive import Archive, KeptFile
from ingestion.control_totals import (
    ControlTotalMismatch,
    StagedTotals,
    control_totals,
    staged_totals,
)
from ingestion.landed_source import (
    Extract,
    ExtractContext,
    LandedDataRefused,
    LandedSource,
    TableContract,
)
from ingestion.landing_record import (
    forget_cursors,
    next_instant,
    read_cursors,
    read_landed_files,
    record_files,
    store_cursors,
)
from ingestion.loading import VersionFile, load_files
from ingestion.quarantine import record_refused, refused_rows_sql
from ingestion.raw_tables import (
    LANDING_SCHEMA,
    ensure_tables_of,
    quoted,
    remove_half_loaded,
    schema_of,
)
from ingestion.validation import refuse_duplicates, refuse_orphans, stage, staged_name
from ingestion.versions import Change, changed_name, current_rows, find_changes, raw_table
from ingestion.warehouse import attach_warehouse, literal, open_scratch, open_warehouse

if TYPE_CHECKING:
    from ingestion.project import Project

_LOG: Final = logging.getLogger(__name__)
# Prefix of the folder of version files; one that a killed load left goes before the next load.
_VERSIONS: Final = "versions_"


class TableLoad(NamedTuple):
    """Rows of one table in one load: handed over, accepted, refused, new versions, tombstones."""

    table: str
    source_rows: int
    accepted_rows: int
    quarantined_rows: int
    loaded_rows: int
    deleted_rows: int


class LoadReport(NamedTuple):
    """What landing one source did."""

    source: str
    load_id: str
    tables: tuple[TableLoad, ...]
    refused_files: tuple[KeptFile, ...]

    @property
    def loaded_rows(self) -> int:
        """New row versions and tombstones over all tables; 0 when there was nothing new."""
        return sum(table.loaded_rows + table.deleted_rows for table in self.tables)

    @property
    def quarantined_rows(self) -> int:
        """Rows refused in this load."""
        return sum(table.quarantined_rows for table in self.tables)


class ScopeNotUnitable(LandedDataRefused):
    """A table handed over in parts says what changed, not what exists."""


class _Staged(NamedTuple):
    """One table on its way: what was handed over (its rows are staged by now), and its sums."""

    contract: TableContract
    extract: Extract
    totals: StagedTotals
    change: Change


def land(
    source: LandedSource,
    project: Project,
    *,
    run_id: str = "manual",
    afresh: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> LoadReport:
    """Land everything new of a source.

    Args:
        source: Built for this project, its source system up (`project.serving`).
        project: Whose warehouse is written; no other process may have it open.
        run_id: Recorded with the load.
        afresh: Read the source again from its beginning, as if nothing had been landed; rows that
            have not changed are still not loaded twice.
        on_step: Called with the name of each step once it is done: repaired, staged,
            extracted, normalized (both by dlt, when something is new), loaded, recorded.

    Returns:
        Rows per table.

    Raises:
        ContractViolation: an extract has unknown columns or lacks required ones.
        SuspiciousEmptyExtract: a full extract is empty where many rows are current.
        ControlTotalMismatch: landed and quarantined do not add up to the source; nothing is kept.
    """
    started_at, context = _prepared(source, project)
    load_id = f"{started_at:%Y%m%dT%H%M%S%f}-{source.name}"
    if afresh:
        context = context._replace(cursors={}, landed_files=frozenset())
    on_step("repaired")
    with open_scratch() as scratch:
        _limit_scratch(scratch, project)
        attach_warehouse(scratch, project.warehouse)
        staged = _stage_all(scratch, source, project, context, load_id, started_at)
        scratch.execute("detach warehouse")
        on_step("staged")
        _load_changes(scratch, source, project, staged, on_step)
        on_step("loaded")
        report = _record(scratch, source, project, staged, context, run_id=run_id, load_id=load_id)
        on_step("recorded")
    for table in report.tables:
        _LOG.info("landed %s.%s: %s", source.name, table.table, table)
    return report


def _prepared(source: LandedSource, project: Project) -> tuple[dt.datetime, ExtractContext]:
    """Make tables, take back half-loaded rows, and read what earlier loads left."""
    with open_warehouse(project.warehouse) as connection:
        ensure_tables_of(connection, source)
        removed = remove_half_loaded(connection, source)
        if removed:
            _LOG.warning("took back %s rows of a load that did not finish", removed)
        started_at = next_instant(connection, source)
        cursors = read_cursors(connection, source)
        files = read_landed_files(connection, source)
    return started_at, ExtractContext(
        cursors=cursors,
        landed_files=files,
        archive=Archive(project.archive_folder / source.name),
        new_cursors={},
        as_of=project.as_of or _utc_now().date(),
    )


def _stage_all(
    scratch: duckdb.DuckDBPyConnection,
    source: LandedSource,
    project: Project,
    context: ExtractContext,
    load_id: str,
    recorded_at: dt.datetime,
) -> list[_Staged]:
    handed_over: dict[str, Extract] = {}
    for extract in source.extract(context):
        earlier = handed_over.get(extract.table)
        stage(scratch, source.table(extract.table), extract, is_more=earlier is not None)
        # The rows are staged; what is kept here is what was said about them.
        said = extract._replace(rows=pa.table({}))
        handed_over[extract.table] = said if earlier is None else _united(earlier, said)
    extracts = [(source.table(name), extract) for name, extract in handed_over.items()]
    arrived = set(handed_over)
    for contract, _ in extracts:
        refuse_duplicates(scratch, contract)
    for contract, _ in extracts:
        known = {
            reference.table: _known_keys(source, reference.table, arrived)
            for reference in contract.references
        }
        refuse_orphans(scratch, contract, known)
    allow_empty = bool(project.sources.get(source.name, {}).get("allow_empty", False))
    staged = []
    for contract, extract in extracts:
        change = find_changes(
            scratch,
            source.name,
            contract,
            extract,
            load_id=load_id,
            recorded_at=recorded_at,
            allow_empty=allow_empty,
        )
        staged.append(_Staged(contract, extract, staged_totals(scratch, contract), change))
    return staged


def _united(earlier: Extract, later: Extract) -> Extract:
    """Count two extracts of one table as one.

    Raises:
        ScopeNotUnitable: one of them is full.
    """
    if "full" in (earlier.scope, later.scope):
        raise ScopeNotUnitable(
            f"table {later.table} was handed over twice with scope full; a source that hands over "
            "a table in parts uses scope changes."
        )
    return later._replace(
        present_keys=later.present_keys or earlier.present_keys,
        source_rows=_sum(earlier.source_rows, later.source_rows),
        source_sums=None,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _known_keys(source: LandedSource, table: str, arrived: set[str]) -> str:
    """Return SQL for the keys a reference may lead to: accepted now, or current already."""
    contract = source.table(table)
    known = f"select _source_key from ({current_rows(raw_table(source.name, contract))})"
    if table in arrived:
        known += f" union all select _source_key from {staged_name(table)} where _failures is null"
    return known


def _load_changes(
    scratch: duckdb.DuckDBPyConnection,
    source: LandedSource,
    project: Project,
    staged: list[_Staged],
    on_step: Callable[[str], None],
) -> None:
    """Load the changed row versions of all tables as one dlt package."""
    changed = [item for item in staged if item.change.loaded_rows or item.change.deleted_rows]
    if not changed:
        return
    for left_behind in project.dlt_folder.glob(f"{_VERSIONS}*"):
        shutil.rmtree(left_behind)
    with TemporaryDirectory(dir=project.dlt_folder, prefix=_VERSIONS) as folder:
        files = []
        for item in changed:
            name = item.contract.name
            file = Path(folder, f"{name}.parquet")
            scratch.execute(
                f"copy (from {changed_name(name)}) to {literal(str(file))} (format parquet)"
            )
            rows = item.change.loaded_rows + item.change.deleted_rows
            files.append(VersionFile(item.contract, file, rows))
        load_files(project, source.name, files, on_step)


def _record(
    scratch: duckdb.DuckDBPyConnection,
    source: LandedSource,
    project: Project,
    staged: list[_Staged],
    context: ExtractContext,
    *,
    run_id: str,
    load_id: str,
) -> LoadReport:
    """Prove the load and commit its record; where it does not add up, take it back and raise."""
    tables = []
    with open_warehouse(project.warehouse) as connection:
        connection.execute("begin")
        try:
            for item in staged:
                tables.append(
                    _record_table(scratch, connection, source, item, run_id=run_id, load_id=load_id)
                )
            record_files(connection, source, context.archive.kept, _rows_by_file(scratch, staged))
            store_cursors(connection, source, context.new_cursors)
            connection.execute("commit")
        except BaseException as error:
            connection.execute("rollback")
            remove_half_loaded(connection, source)
            if isinstance(error, ControlTotalMismatch):
                # What was read by changes does not add up: the next run reads everything.
                forget_cursors(connection, source)
            raise
    refused = tuple(file for file in context.archive.kept if file.refusal)
    return LoadReport(source.name, load_id, tuple(tables), refused)


def _record_table(
    scratch: duckdb.DuckDBPyConnection,
    connection: duckdb.DuckDBPyConnection,
    source: LandedSource,
    item: _Staged,
    *,
    run_id: str,
    load_id: str,
) -> TableLoad:
    contract, extract = item.contract, item.extract
    staged = staged_name(contract.name)
    accepted = f"select _source_key as key from {staged} where _failures is null"
    _copy(scratch, connection, accepted, "accepted_keys")
    _copy(scratch, connection, refused_rows_sql(contract), "refused")
    record_refused(connection, source.name, contract, extract, load_id)
    table = f"{schema_of(source.name)}.{quoted(contract.name)}"
    totals = control_totals(connection, source.name, table, contract, extract, item.totals)
    for total in totals:
        if total.residual:
            raise ControlTotalMismatch(source.name, contract.name, total)
    connection.executemany(
        f"insert into {LANDING_SCHEMA}.control_totals values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(load_id, source.name, contract.name, *total, _utc_now()) for total in totals],
    )
    accepted_rows = int(item.totals.accepted["rows"])
    refused_rows = int(item.totals.quarantined["rows"])
    load = TableLoad(
        contract.name,
        accepted_rows + refused_rows,
        accepted_rows,
        refused_rows,
        item.change.loaded_rows,
        item.change.deleted_rows,
    )
    started_at = dt.datetime.strptime(load_id.split("-", 1)[0], "%Y%m%dT%H%M%S%f")  # noqa: DTZ007 (UTC by construction)
    connection.execute(
        f"insert into {LANDING_SCHEMA}.loads values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'loaded')",
        [
            *(load_id, run_id, source.name, contract.name, started_at, _utc_now()),
            *(extract.scope, *load[1:]),
        ],
    )
    return load


def _rows_by_file(scratch: duckdb.DuckDBPyConnection, staged: list[_Staged]) -> dict[str, int]:
    """Count the rows handed over per file name, over all tables."""
    if not staged:
        return {}
    union = " union all ".join(
        f"select _file from {staged_name(item.contract.name)}" for item in staged
    )
    return dict(
        scratch.execute(
            f"select _file, count(*) from ({union}) where _file is not null group by _file"
        ).fetchall()
    )


def _copy(
    scratch: duckdb.DuckDBPyConnection,
    connection: duckdb.DuckDBPyConnection,
    query: str,
    name: str,
) -> None:
    """Copy a query's rows from the scratch database into a temp table of the warehouse."""
    connection.register("copied", scratch.execute(query).to_arrow_table())
    connection.execute(f"create or replace temp table {name} as select * from copied")
    connection.unregister("copied")


def _limit_scratch(scratch: duckdb.DuckDBPyConnection, project: Project) -> None:
    """Let passing work spill beside the warehouse rather than grow without end."""
    spill = project.home / "spill"
    for folder in (spill, project.dlt_folder):
        folder.mkdir(parents=True, exist_ok=True)
    scratch.execute(f"set temp_directory = '{spill}'")


def _utc_now() -> dt.datetime:
    """Now in UTC, without zone: every timestamp of the warehouse is UTC."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
