"""What landing costs at best: DuckDB copies the same rows, unjudged, into tables of its own.

Run as a process: `python -m benchmarks.raw_landing erp SQLITE TARGET` or
`python -m benchmarks.raw_landing file FILE TARGET`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from ingestion.sources.erp import ErpSource


def copy_erp(database: Path, target: Path) -> None:
    """Copy every table that the ERP source reads, with the columns it reads."""
    connection = duckdb.connect(str(target))
    connection.load_extension("sqlite_scanner")
    connection.execute(f"attach '{database}' as erp (type sqlite, read_only)")
    present = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'erp'"
        ).fetchall()
    }
    for contract in ErpSource.tables:
        names = [name for name in present if name.replace("-", "_") == contract.name]
        if names:
            columns = ", ".join(f'"{column.name}"' for column in contract.columns)
            connection.execute(
                f'create table "{contract.name}" as select {columns} from erp."{names[0]}"'
            )
    connection.close()


def copy_file(file: Path, target: Path) -> None:
    """Copy one exported file."""
    connection = duckdb.connect(str(target))
    connection.execute(f"create table lines as select * from '{file}'")
    connection.close()


if __name__ == "__main__":
    {"erp": copy_erp, "file": copy_file}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
