"""What landing costs at best: DuckDB copies the same rows, unjudged, into tables of its own.

Run as a process: `python -m benchmarks.raw_landing erp SQLITE TARGET` or
`python -m benchmarks.raw_landing file FILE TARGET`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from ingestion.sources.erp import ErpSource
from ingestion.sources.erp.sqlite_database import load_sqlite_scanner


def attached_erp(database: Path, target: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, or memory, with the ERP's SQLite file attached as `erp`, all text."""
    connection = duckdb.connect(str(target or ":memory:"))
    load_sqlite_scanner(connection)
    # Tryton keeps amounts in SQLite as the bytes of their text, which the scanner refuses to type.
    connection.execute("set sqlite_all_varchar = true")
    connection.execute(f"attach '{database}' as erp (type sqlite, read_only)")
    return connection


def erp_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Contract name → table name, of the attached ERP's tables that the ERP source reads."""
    wanted = {contract.name for contract in ErpSource.tables}
    present = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'erp'"
    ).fetchall()
    return {name.replace("-", "_"): name for (name,) in present if name.replace("-", "_") in wanted}


def copy_erp(database: Path, target: Path) -> None:
    """Copy every table that the ERP source reads, with the columns it reads."""
    connection = attached_erp(database, target)
    names = erp_tables(connection)
    for contract in ErpSource.tables:
        if contract.name in names:
            columns = ", ".join(f'"{column.name}"' for column in contract.columns)
            connection.execute(
                f'create table "{contract.name}" as '
                f'select {columns} from erp."{names[contract.name]}"'
            )
    connection.close()


def copy_file(file: Path, target: Path) -> None:
    """Copy one exported file."""
    connection = duckdb.connect(str(target))
    connection.execute(f"create table lines as select * from '{file}'")
    connection.close()


if __name__ == "__main__":
    {"erp": copy_erp, "file": copy_file}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
