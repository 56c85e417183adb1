"""Judges every row before the load: types, required values, rules, duplicates, references.

**Belongs here**: turning an extract into typed rows, each with the rules it broke, in SQL over
whole columns.

**Keep out**: keeping what was refused (`quarantine`), comparing with what is landed (`versions`).

A staged table has the contract's columns typed, the system columns, `_failures` (rule names broken,
separated by `;`, null for a good row) and `_row_json` (the row as it came, for broken rows).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

from ingestion.landed_source import Column, Extract, LandedDataRefused, TableContract
from ingestion.raw_tables import quoted
from ingestion.typed_values import is_blank, typed_expression
from ingestion.warehouse import literal

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


class _Check(NamedTuple):
    """A rule's name and the SQL that is true where a row breaks it."""

    rule: str
    broken: str


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
    broken = " or ".join(check.broken for check in _checks(contract))
    named = ", ".join(
        f"case when {check.broken} then {literal(check.rule)} end" for check in _checks(contract)
    )
    typed = ", ".join(
        f"{typed_expression(column, raw_name(column.name))} as {quoted(column.name)}"
        for column in contract.columns
    )
    names = ", ".join(quoted(column.name) for column in contract.columns)
    as_json = ", ".join(
        f"{literal(column.name)}, {raw_name(column.name)}" for column in contract.columns
    )
    table = staged_name(contract.name)
    scratch.register("arrived", extract.rows)
    try:
        # Kept apart on purpose: in one query DuckDB types each value once per use of it.
        scratch.execute(
            f"create or replace temp table typed as "
            f"select *, {typed} from ({_arrived_as_text(contract, schema)})"
        )
    finally:
        scratch.unregister("arrived")
    # Rules are named, and the row kept as it came, only for the few rows that break one.
    staged = (
        f"select {names}, _file, _line, _source_key, _row_hash, _failures, "
        f"case when _failures is not null "
        f"then json_object({as_json}, '_file', _file, '_line', _line) end as _row_json "
        f"from (select *, {source_key(contract)} as _source_key, "
        f"{row_hash(contract)} as _row_hash, "
        f"case when {broken} then concat_ws(';', {named}) end as _failures from typed)"
    )
    if is_more:
        scratch.execute(f"insert into {table} by name {staged}")
    else:
        scratch.execute(f"create or replace table {table} as {staged}")
    scratch.execute("drop table typed")


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


def raw_name(column: str) -> str:
    """Return the name a column's text has beside its typed value."""
    return quoted(f"raw {column}")


def source_key(contract: TableContract) -> str:
    """Return SQL for a row's key as text, over typed columns and their texts.

    Parts of a key are joined by `|`, which is escaped within texts: ('a|b', 'c') and ('a', 'b|c')
    are two keys. A part that is not of its type stands as it came, so that a refused row is found.
    """
    parts = []
    for name in contract.key:
        text = f"coalesce(cast({quoted(name)} as varchar), nullif(trim({raw_name(name)}), ''))"
        if len(contract.key) > 1 and _column(contract, name).sql_type == "VARCHAR":
            text = f"replace(replace({quoted(name)}, '\\', '\\\\'), '|', '\\|')"
        parts.append(text)
    return " || '|' || ".join(parts)


def _checks(contract: TableContract) -> list[_Check]:
    checks = []
    for column in contract.columns:
        raw = raw_name(column.name)
        if column.sql_type != "VARCHAR":
            refused = f"({quoted(column.name)} is null and not {is_blank(column, raw)})"
            checks.append(_Check(f"type:{column.name}", refused))
        if column.name in contract.key:
            # A blank text is a value, but no key: rows without a key cannot be told apart.
            checks.append(_Check(f"required:{column.name}", f"coalesce(trim({raw}), '') = ''"))
        elif not column.nullable:
            checks.append(_Check(f"required:{column.name}", is_blank(column, raw)))
    checks += [_Check(rule.name, f"not coalesce(({rule.passes}), true)") for rule in contract.rules]
    return checks


def _arrived_as_text(contract: TableContract, schema: pa.Schema) -> str:
    """Return SQL for the arrived rows, every column as text.

    One form for all sources: a float is judged by its shortest text, so 0.1 is a tenth and
    1.23456 does not fit money, whatever type it came in.
    """
    columns = [
        f"cast({quoted(column.name) if column.name in schema.names else 'null'} as varchar) "
        f"as {raw_name(column.name)}"
        for column in contract.columns
    ]
    columns += [
        f"cast({name if name in schema.names else 'null'} as {kind}) as {name}"
        for name, kind in zip(_PLACE_COLUMNS, ("varchar", "bigint"), strict=True)
    ]
    return f"select {', '.join(columns)} from arrived"


def _column(contract: TableContract, name: str) -> Column:
    return next(column for column in contract.columns if column.name == name)
