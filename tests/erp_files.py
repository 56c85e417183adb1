"""ERP databases of single tests, with the tables and columns the ERP source reads.

Belongs here: making one, writing and changing its rows the way an ERP does.
Keep out: what a test's company has in it, assertions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ingestion.sources.erp.catalogue import erp_tables

CREATED = "2026-01-10 09:00:00.000001"
_DECLARED = {
    "integer": "INTEGER",
    "text": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}


def empty_erp(file: Path) -> Path:
    """Make every table the source reads, without a row."""
    with closing(sqlite3.connect(file)) as erp, erp:
        for table in erp_tables():
            columns = ", ".join(
                '"id" INTEGER PRIMARY KEY'
                if column.name == "id"
                else f'"{column.name}" '
                f"{'FLOAT' if column.is_float else _DECLARED.get(column.type, 'NUMERIC')}"
                for column in table.columns
            )
            # What an ERP keeps beside, and the source must not read.
            erp.execute(f'create table "{table.erp_name}" ({columns}, not_read INTEGER)')
    return file


def write(file: Path, table: str, **values: Any) -> None:
    """Insert or replace a row, written at the instant `written` (or created at `CREATED`)."""
    written = values.pop("written", None)
    row: Mapping[str, Any] = {"create_date": CREATED, "write_date": written, **values}
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" * len(row))
    run(file, f'insert or replace into "{table}" ({names}) values ({places})', *row.values())


def run(file: Path, sql: str, *values: Any) -> None:
    """Run one statement in a transaction of its own."""
    with closing(sqlite3.connect(file)) as erp, erp:
        erp.execute(sql, values)
