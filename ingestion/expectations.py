"""Checks a sample of landed rows with Great Expectations, as a second opinion on the contract.

**Belongs here**: the expectations every contract implies, running a source's own, their results.

**Keep out**: refusing rows (`validation` does, before the load), exact money checks (control totals
and the warehouse's invariants, in SQL), a source's own expectations (its `expectations` module).

Columns checked, per landed table that holds rows: every column that must not be null, the key as a
whole (unique), and what the source's `build_suites()` adds. Great Expectations takes seconds to
import, so only this module does, and only when it is asked.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from ingestion.landed_source import LandedSource, TableContract
from ingestion.raw_tables import quoted, schema_of
from ingestion.versions import current_rows
from ingestion.warehouse import open_warehouse

DEFAULT_SAMPLE_ROWS: Final = 2_000

Suites = Mapping[str, Sequence[Any]]
"""Table → Great Expectations' expectation objects; what a source's `build_suites()` gives."""


class ExpectationResult(NamedTuple):
    """What came of one expectation.

    Attributes:
        table: The landed table.
        expectation: Its type, as Great Expectations names it.
        column: Column or columns it is about; empty for a whole table.
        success: Whether the sample meets it.
        observed: Rows that do not meet it of rows looked at, or the value seen.
    """

    table: str
    expectation: str
    column: str
    success: bool
    observed: str


def check_landed(
    source: LandedSource | type[LandedSource],
    warehouse: Path,
    *,
    sample_rows: int = DEFAULT_SAMPLE_ROWS,
) -> list[ExpectationResult]:
    """Validate the current rows of a source's tables.

    Args:
        source: The source or its class.
        warehouse: The warehouse file; opened for reading.
        sample_rows: Rows looked at per table, spread by their hash: the same rows on every run.

    Returns:
        One result per table and expectation; tables without rows have none.
    """
    samples = {}
    with open_warehouse(warehouse, read_only=True) as connection:
        for contract in source.tables:
            sample = _sample(connection, source.name, contract, sample_rows)
            if sample is not None:
                samples[contract.name] = (contract, sample)
    if not samples:
        return []
    own = _own_suites(source.name)
    context = _quiet_context()
    results = []
    for table, (contract, sample) in samples.items():
        expectations = [*_implied(contract), *own.get(table, ())]
        results += _validate(context, source.name, table, sample, expectations)
    return results


def _sample(
    connection: duckdb.DuckDBPyConnection,
    source_name: str,
    contract: TableContract,
    sample_rows: int,
) -> Any:
    """Rows as a pandas frame with exact decimals, or None where there are none."""
    columns = ", ".join(quoted(column.name) for column in contract.columns)
    table = f"{schema_of(source_name)}.{quoted(contract.name)}"
    rows = connection.execute(
        f"select {columns} from ({current_rows(table)}) order by _row_hash limit ?", [sample_rows]
    ).to_arrow_table()
    return rows.to_pandas(date_as_object=True) if rows.num_rows else None


def _own_suites(source_name: str) -> Suites:
    module = importlib.import_module(f"ingestion.sources.{source_name}.expectations")
    build = getattr(module, "build_suites", None)
    suites: Suites = build() if build else {}
    return suites


def _implied(contract: TableContract) -> list[Any]:
    gxe: Any = importlib.import_module("great_expectations.expectations")
    required = [
        column.name
        for column in contract.columns
        if not column.nullable or column.name in contract.key
    ]
    unique = (
        gxe.ExpectColumnValuesToBeUnique(column=contract.key[0])
        if len(contract.key) == 1
        else gxe.ExpectCompoundColumnsToBeUnique(column_list=list(contract.key))
    )
    return [*(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in required), unique]


def _quiet_context() -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def _validate(
    context: Any, source_name: str, table: str, sample: Any, expectations: Sequence[Any]
) -> list[ExpectationResult]:
    import great_expectations as gx

    name = f"{source_name}.{table}"
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe(name).get_batch({"dataframe": sample})
    suite = gx.ExpectationSuite(name=name, expectations=list(expectations))
    return [
        ExpectationResult(
            table=table,
            expectation=result.expectation_config.type,
            column=_columns(result.expectation_config.kwargs),
            success=bool(result.success),
            observed=_observed(result.result, len(sample)),
        )
        for result in batch.validate(suite).results
    ]


def _columns(arguments: Mapping[str, Any]) -> str:
    return str(arguments.get("column") or ", ".join(arguments.get("column_list", ())))


def _observed(result: Mapping[str, Any], rows: int) -> str:
    if "unexpected_count" in result:
        return f"{result['unexpected_count']} of {rows} rows"
    return str(result.get("observed_value", ""))
