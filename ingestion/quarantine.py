"""Keeps rows that were refused: what came, which rule it broke, from which file and line.

**Belongs here**: recording refused rows once, resolving them when a good version arrives.

**Keep out**: deciding what is refused (`validation`).
"""

from __future__ import annotations

from typing import Final

import duckdb

from ingestion.landed_source import Extract, TableContract
from ingestion.raw_tables import LANDING_SCHEMA
from ingestion.validation import staged_name

# The second copy of a row is kept here, while the first is landed under the same key.
DUPLICATE_ROW: Final = "duplicate_row"
_REMEDIES: Final[dict[str, str]] = {
    "type": "the value does not fit the column's type exactly; correct it in the source",
    "required": "the value is missing; fill it in the source",
    "orphan": "no accepted row has this key; deliver the row it refers to",
    "duplicate_key": "several rows bear this key with different content; keep one in the source",
    DUPLICATE_ROW: "the row came more than once; the first copy was landed",
}
_OTHER_REMEDY: Final = "the rule is broken; correct the row in the source"


def refused_rows_sql(contract: TableContract) -> str:
    """Return SQL for a staged table's refused rows, in the shape of the landing's record."""
    message = "case split_part(split_part(_failures, ';', 1), ':', 1)"
    for kind, remedy in _REMEDIES.items():
        message += f" when '{kind}' then '{remedy.replace(chr(39), chr(39) * 2)}'"
    message += f" else '{_OTHER_REMEDY}' end"
    return (
        "select _source_key as source_key, split_part(_failures, ';', 1) as rule, "
        f"'{contract.name}, key ' || coalesce(_source_key, '(none)') "
        "|| coalesce(' in ' || _file, '') || coalesce(' line ' || _line, '') "
        f"|| ', rules broken: ' || _failures || '; ' || {message} as message, "
        "_file as file_name, _line as line_number, cast(_row_json as varchar) as row_json "
        f"from {staged_name(contract.name)} where _failures is not null"
    )


def record_refused(
    connection: duckdb.DuckDBPyConnection,
    source_name: str,
    contract: TableContract,
    extract: Extract,
    load_id: str,
) -> None:
    """Record the refused rows of a load and resolve those that have been put right.

    A row refused before in the same words is not recorded again. A refusal is resolved when its key
    is accepted, or when a full extract no longer holds the row.

    Args:
        connection: On the warehouse, in a transaction; the temp tables `refused` (as
            `refused_rows_sql` yields) and `accepted_keys(key)` stand ready.
        source_name: Of the source.
        contract: Of the table.
        extract: Its scope says whether absence resolves a refusal.
        load_id: Of the load.
    """
    place = {"source": source_name, "table": contract.name}
    is_open = "source_name = $source and table_name = $table and resolved_at is null"
    gone = "source_key in (select key from accepted_keys)"
    if extract.scope == "full":
        gone = f"({gone} or row_json not in (select row_json from refused))"
    connection.execute(
        f"""
        update {LANDING_SCHEMA}.quarantined_rows
        set resolved_at = cast(now() as timestamp)
        where {is_open} and {gone} and row_json not in (select row_json from refused)
        """,
        place,
    )
    connection.execute(
        f"""
        insert into {LANDING_SCHEMA}.quarantined_rows
        select $load_id, $source, $table, source_key, rule, message, file_name, line_number,
            row_json, cast(now() as timestamp), null
        from refused
        where (rule, row_json) not in (
            select (rule, row_json) from {LANDING_SCHEMA}.quarantined_rows where {is_open}
        )
        """,
        place | {"load_id": load_id},
    )
