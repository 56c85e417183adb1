"""Appends Parquet files of row versions to the raw tables, with dlt.

**Belongs here**: everything that knows dlt.

**Keep out**: what is in the files (`versions`), whether a load counts (`pipeline`).

dlt copies each file into a load package, loads its jobs table by table and marks the package in
`_dlt_loads`. Nothing in its working folder is needed between runs: cursors are the landing's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ingestion.landed_source import Column, TableContract
from ingestion.raw_tables import SYSTEM_COLUMNS, schema_of
from ingestion.warehouse import STORAGE

if TYPE_CHECKING:
    from dlt.extract import DltResource

    from ingestion.project import Project

_DLT_TYPES: Final = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "BOOLEAN": "bool",
    "DATE": "date",
    "DOUBLE": "double",
}
_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")


class UnknownColumnType(TypeError):
    """A contract's column has a type the loader can write."""


class VersionFile(NamedTuple):
    """Row versions of one table as a Parquet file: contract columns and system columns."""

    contract: TableContract
    file: Path
    row_count: int


def load_files(
    project: Project,
    source_name: str,
    files: Sequence[VersionFile],
    on_step: Callable[[str], None],
) -> None:
    """Append the files to `raw_<source>`; no connection to the warehouse may be open.

    Args:
        project: Where the warehouse and dlt's working folder are.
        source_name: The source.
        files: One per table.
        on_step: Told `extracted` and `normalized` when dlt has done so.
    """
    import dlt
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials

    _silence_telemetry()
    dlt.config["runtime.log_level"] = "ERROR"
    # DuckDB writes one table at a time: more workers would only wait.
    dlt.config["load.workers"] = 1
    pipeline = dlt.pipeline(
        pipeline_name=f"{project.name}_{source_name}",
        pipelines_dir=str(project.dlt_folder),
        destination=dlt.destinations.duckdb(
            DuckDbCredentials(str(project.warehouse), global_config=dict(STORAGE))
        ),
        dataset_name=schema_of(source_name),
    )
    # What a killed run left packed is stale: its rows are compared and packed anew.
    pipeline.abort_packages()
    pipeline.extract([_resource(version) for version in files], loader_file_format="parquet")
    on_step("extracted")
    pipeline.normalize()
    on_step("normalized")
    pipeline.load(raise_on_failed_jobs=True)


def _silence_telemetry() -> None:
    """Keep dlt from reporting to its makers, also where nobody set its environment variable."""
    import dlt
    from dlt.common.runtime.anon_tracker import disable_anon_tracker

    # The first touch of its configuration starts the tracker with its default, on: the setting
    # alone comes too late, so the tracker is stopped before there is anything to track.
    dlt.config["runtime.dlthub_telemetry"] = False
    dlt.current.run_context().runtime_config.dlthub_telemetry = False
    disable_anon_tracker()


def _resource(version: VersionFile) -> DltResource:
    import dlt

    resource: DltResource = dlt.resource(
        # Imported as it is: a file of versions needs no further reading or writing by dlt.
        [dlt.mark.with_file_import(str(version.file), "parquet", version.row_count)],
        name=version.contract.name,
        columns=_hints(version.contract),
        write_disposition="append",
        # Rows were judged against the contract before they came here. What dlt meets as new is a
        # table or column the contract itself has gained.
        schema_contract={"tables": "evolve", "columns": "evolve", "data_type": "freeze"},
    )
    return resource


def _hints(contract: TableContract) -> dict[str, Any]:
    system = (Column(name, kind) for name, kind in SYSTEM_COLUMNS.items())
    return {
        column.name: {"name": column.name, "nullable": True, **_data_type(column)}
        for column in (*contract.columns, *system)
    }


def _data_type(column: Column) -> dict[str, Any]:
    sql_type = column.sql_type
    if found := _DECIMAL.fullmatch(sql_type):
        return {"data_type": "decimal", "precision": int(found[1]), "scale": int(found[2])}
    if sql_type == "TIMESTAMP":
        return {"data_type": "timestamp", "timezone": False}
    if sql_type not in _DLT_TYPES:
        raise UnknownColumnType(
            f"Column {column.name} has the type {column.type}. Use a type word of "
            "ingestion.landed_source or DECIMAL(p,s) or DOUBLE."
        )
    return {"data_type": _DLT_TYPES[sql_type]}
