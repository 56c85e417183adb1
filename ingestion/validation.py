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

from ingestion.landed_source import Column, Extract, LandedDataRefused, TableContract
from ingestion.raw_tables import quoted

_WIDE_DECIMAL: Final = "DECIMAL(38,14)"
_PLACE_COLUMNS: Final = ("_file", "_line")


class ContractViolation(LandedDataRefused):
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
    scratch: duckdb.DuckDBPyConnection,
    contract: TableContract,
    extract: Extract,
    *,
    is_more: bool = False,
) -> None:
    """Cast an extract to its contract, judge each row, and keep both in a scratch table.

    Args:
        scratch: Gets the staged table.
        contract: Of the table.
        extract: Handed over by the source; its rows are read to the end.
        is_more: Whether the rows join those of an earlier extract of the same table.

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
    broken = "judged._failures is not null"
    staged = (
        f"""
        select judged.* exclude (_failures, _row), judged._failures,
            case when {broken} then json_merge_patch(to_json(came), '{{"_row": null}}') end
                as _row_json,
        from judged inner join came on judged._row = came._row
        order by judged._row
        """
        if scratch.execute(f"select 1 from judged where {broken} limit 1").fetchall()
        else """
        select * exclude (_failures, _row), _failures, cast(null as json) as _row_json,
        from judged
        """
    )
    table = staged_name(contract.name)
    if is_more:
        scratch.execute(f"insert into {table} by name {staged}")
    else:
        scratch.execute(f"create or replace table {table} as {staged}")
    for passing in ("came", "typed", "judged"):
        scratch.execute(f"drop table {passing}")


def refuse_duplicates(scratch: duckdb.DuckDBPyConnection, contract: TableContract) -> None:
    """Mark rows whose key came more than once: all of them, or copies after the first.

    Rows of one key with different content contradict each other, so none is accepted
    (`duplicate_key`); of equal rows the first is accepted (`duplicate_row`).
    """
    staged = staged_name(contract.name)
    (rows, keys) = scratch.execute(
        f"select count(*), count(distinct _source_key) from {staged} where _failures is null"
    ).fetchall()[0]
    if rows == keys:
        return
    scratch.execute(
        f"""
        update {staged} as repeated
        set _failures = case when keyed.contents > 1 then 'duplicate_key' else 'duplicate_row' end,
            _row_json = {_row_as_json(contract)}
        from (
            select _source_key, count(distinct _row_hash) as contents, min(rowid) as first_row
            from {staged}
            where _failures is null
            group by _source_key
            having count(*) > 1
        ) as keyed
        where repeated._failures is null
            and repeated._source_key = keyed._source_key
            and (keyed.contents > 1 or repeated.rowid <> keyed.first_row)
        """
    )


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
            update {staged_name(contract.name)}
            set _failures = 'orphan:{reference.column}', _row_json = {_row_as_json(contract)}
            where _failures is null
                and {column} is not null
                and cast({column} as varchar) not in ({known_keys[reference.table]})
            """
        )


def _row_as_json(contract: TableContract) -> str:
    names = [*(column.name for column in contract.columns), *_PLACE_COLUMNS]
    pairs = ", ".join(f"'{name}', {quoted(name)}" for name in names)
    return f"json_object({pairs})"


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
    kind = column.sql_type
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
    kind = column.sql_type
    if kind == "VARCHAR" or column.name not in schema.names:
        return None
    typed = _typed(column, schema)
    given = quoted(column.name)
    is_text = _arrives_as_text(column, schema)
    if is_text:
        given = f"nullif(trim({given}), '')"
    broken = f"({given} is not null and {typed} is null)"
    source_kind = schema.field(column.name).type
    if _is_exact_number(kind) and (is_text or pa.types.is_decimal(source_kind)):
        # A float has no exact value to lose; text and decimals do.
        broken += f" or try_cast({given} as {_WIDE_DECIMAL}) <> cast({typed} as {_WIDE_DECIMAL})"
    return _when(f"type:{column.name}", broken)


def _is_exact_number(kind: str) -> bool:
    return kind.startswith("DECIMAL") or kind in {"BIGINT", "INTEGER", "HUGEINT"}


def _when(rule: str, broken: str) -> str:
    escaped = rule.replace("'", "''")
    return f"case when {broken} then '{escaped}' end"


def _list_of(checks: list[str]) -> str:
    return f"nullif(concat_ws(';', {', '.join(checks)}), '')" if checks else "cast(null as varchar)"
