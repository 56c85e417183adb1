"""Judges every row before the load: types, required values, rules, duplicates, references.

**Belongs here**: turning an extract into typed rows, each with the rules it broke, in SQL over
whole columns.

**Keep out**: keeping what was refused (`quarantine`), comparing with what is landed (`versions`).

A staged table has the contract's columns typed, the system columns, `_failures` (rule names broken,
separated by `;`, null for a good row) and `_row_json` (the row as it came, for broken rows).
"""

from __future__ import annotations

from typing import Final

import duckdb
import pyarrow as pa

from ingestion.column_types import duckdb_type, is_exact_number
from ingestion.landed_source import Column, Extract, TableContract
from ingestion.raw_tables import quoted

_WIDE_DECIMAL: Final = "DECIMAL(38,14)"
_PLACE_COLUMNS: Final = ("_file", "_line")


class ContractViolation(ValueError):
    """An extract has exactly the columns of its table's contract."""

    def __init__(self, table: str, unknown: set[str], absent: set[str]) -> None:
        found = []
        if unknown:
            found.append(f"columns the contract does not know: {sorted(unknown)}")
        if absent:
            found.append(f"required columns that are absent: {sorted(absent)}")
        super().__init__(
            f"table {table}: {'; '.join(found)}. The contract is frozen: map or drop a new column, "
            "restore a renamed one, or extend the contract on purpose."
        )


def staged_name(table: str) -> str:
    """Return the name of the scratch table an extract is staged in."""
    return quoted(f"staged_{table}")


def stage(
    scratch: duckdb.DuckDBPyConnection, contract: TableContract, extract: Extract
) -> None:
    """Cast an extract to its contract, judge each row, and keep both in a scratch table.

    Raises:
        ContractViolation: the extract has unknown columns or lacks required ones.
    """
    schema = extract.rows.schema
    _check_columns(contract, schema)
    scratch.register("arrived", extract.rows)
    try:
        scratch.execute(f"create or replace temp table came as {_numbered(schema)}")
    finally:
        scratch.unregister("arrived")
    typed = ",\n".join(
        f"{_typed(column, schema)} as {quoted(column.name)}" for column in contract.columns
    )
    places = ", ".join(
        f"cast({name} as {kind}) as {name}"
        if name in schema.names
        else f"cast(null as {kind}) as {name}"
        for name, kind in zip(_PLACE_COLUMNS, ("varchar", "bigint"), strict=True)
    )
    broken_types = [check for c in contract.columns if (check := _type_check(c, schema))]
    scratch.execute(
        f"create or replace temp table typed as select {typed}, {places}, _row, "
        f"{_list_of(broken_types)} as _broken_types from came"
    )
    judged = [
        _when(f"required:{column.name}", f"{quoted(column.name)} is null")
        for column in contract.columns
        if not column.nullable or column.name in contract.key
    ]
    judged += [_when(rule.name, f"not coalesce(({rule.passes}), true)") for rule in contract.rules]
    key = " || '|' || ".join(f"cast({quoted(name)} as varchar)" for name in contract.key)
    scratch.execute(
        f"""
        create or replace temp table judged as
        select typed.* exclude (_broken_types), {key} as _source_key,
            {row_hash(contract)} as _row_hash,
            nullif(concat_ws(';', _broken_types, {_list_of(judged)}), '') as _failures
        from typed
        """
    )
    scratch.execute(
        f"""
        create or replace table {staged_name(contract.name)} as
        with keyed as (
            select
                _source_key,
                count(*) as copies,
                count(distinct _row_hash) as contents,
                min(_row) as first_row,
            from judged
            where _failures is null
            group by _source_key
            having count(*) > 1
        )
        select judged.* exclude (_failures, _row),
            case
                when judged._failures is not null then judged._failures
                when keyed.contents > 1 then 'duplicate_key'
                when keyed.copies > 1 and judged._row <> keyed.first_row then 'duplicate_row'
            end as _failures,
            case
                when judged._failures is not null or keyed.copies > 1 then to_json(came)
            end as _row_json,
        from judged
        inner join came on judged._row = came._row
        left join keyed on judged._source_key = keyed._source_key and judged._failures is null
        """
        if _has_duplicates_or_failures(scratch)
        else f"""
        create or replace table {staged_name(contract.name)} as
        select * exclude (_failures, _row),
            cast(null as varchar) as _failures, cast(null as json) as _row_json,
        from judged
        """
    )
    for passing in ("came", "typed", "judged"):
        scratch.execute(f"drop table {passing}")


def refuse_orphans(
    scratch: duckdb.DuckDBPyConnection,
    contract: TableContract,
    known_keys: dict[str, str],
) -> None:
    """Mark rows whose reference leads nowhere.

    Args:
        scratch: Where the extracts are staged.
        contract: Of the referring table.
        known_keys: Per referenced table, SQL that selects the keys known for it.
    """
    for reference in contract.references:
        column = quoted(reference.column)
        scratch.execute(
            f"""
            update {staged_name(contract.name)} as referring
            set _failures = 'orphan:{reference.column}', _row_json = to_json(referring)
            where _failures is null
                and {column} is not null
                and cast({column} as varchar) not in ({known_keys[reference.table]})
            """
        )


def row_hash(contract: TableContract) -> str:
    """Return SQL for the md5 of a row's contract columns; null and empty text differ."""
    parts = ", ".join(
        f"coalesce(cast({quoted(column.name)} as varchar), chr(0))" for column in contract.columns
    )
    return f"md5(concat_ws(chr(31), {parts}))"


def _check_columns(contract: TableContract, schema: pa.Schema) -> None:
    stated = {column.name for column in contract.columns}
    unknown = set(schema.names) - stated - set(_PLACE_COLUMNS)
    required = {c.name for c in contract.columns if not c.nullable} | set(contract.key)
    absent = required - set(schema.names)
    if unknown or absent:
        raise ContractViolation(contract.name, unknown, absent)


def _numbered(schema: pa.Schema) -> str:
    columns = ", ".join(quoted(name) for name in schema.names)
    return f"select {columns}, row_number() over () as _row from arrived"


def _arrives_as_text(column: Column, schema: pa.Schema) -> bool:
    kind = schema.field(column.name).type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _typed(column: Column, schema: pa.Schema) -> str:
    kind = duckdb_type(column.type)
    if column.name not in schema.names:
        return f"cast(null as {kind})"
    name = quoted(column.name)
    if kind == "VARCHAR":
        return f"cast({name} as varchar)"
    if _arrives_as_text(column, schema):
        name = f"nullif(trim({name}), '')"
        if kind == "TIMESTAMP":
            # Text with an offset is an instant; text without one is taken as UTC.
            return f"try_cast(try_cast({name} as timestamptz) as timestamp)"
    return f"try_cast({name} as {kind})"


def _type_check(column: Column, schema: pa.Schema) -> str | None:
    """Return SQL that names the column where its value does not fit the type exactly."""
    kind = duckdb_type(column.type)
    if kind == "VARCHAR" or column.name not in schema.names:
        return None
    typed = _typed(column, schema)
    given = quoted(column.name)
    is_text = _arrives_as_text(column, schema)
    if is_text:
        given = f"nullif(trim({given}), '')"
    broken = f"({given} is not null and {typed} is null)"
    source_kind = schema.field(column.name).type
    if is_exact_number(column.type) and (is_text or pa.types.is_decimal(source_kind)):
        # A float has no exact value to lose; text and decimals do.
        broken += (
            f" or try_cast({given} as {_WIDE_DECIMAL}) <> cast({typed} as {_WIDE_DECIMAL})"
        )
    return _when(f"type:{column.name}", broken)


def _when(rule: str, broken: str) -> str:
    escaped = rule.replace("'", "''")
    return f"case when {broken} then '{escaped}' end"


def _list_of(checks: list[str]) -> str:
    return f"nullif(concat_ws(';', {', '.join(checks)}), '')" if checks else "cast(null as varchar)"


def _has_duplicates_or_failures(scratch: duckdb.DuckDBPyConnection) -> bool:
    (rows, keys, failures) = scratch.execute(
        "select count(*), count(distinct _source_key), count(_failures) from judged"
    ).fetchall()[0]
    return bool(rows != keys or failures)
