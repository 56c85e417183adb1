"""Makes the demo company's source systems from the command line and says how long it took.

**Belongs here:** arguments and timing.
**Keep out:** everything else.

Run: `python -m ingestion.demo_company --factor 1 --folder X [--seed 20261031]`.
"""

from __future__ import annotations

import argparse
import logging
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from ingestion.demo_company import DEFAULT_SEED, ensure_source_systems
from ingestion.demo_company.erp_database import FILE_NAME

_LOG = logging.getLogger("ingestion.demo_company")


def main() -> None:
    """Make the source systems in a folder and log rows per table and seconds."""
    parser = argparse.ArgumentParser(description="Make the demo company's source systems.")
    parser.add_argument("--factor", type=float, default=1.0, help="1 is 15,000 order lines")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    begin = time.perf_counter()
    ensure_source_systems(arguments.folder, factor=arguments.factor, seed=arguments.seed)
    seconds = time.perf_counter() - begin
    with closing(sqlite3.connect(arguments.folder / FILE_NAME)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        for (table,) in tables:
            ((rows,),) = connection.execute(f'SELECT count(*) FROM "{table}"')
            _LOG.info("%-45s %10d rows", table, rows)
            if table == "sale_line":
                lines = rows
    _LOG.info("%.1f seconds, %.0f order lines a minute", seconds, lines / seconds * 60)


if __name__ == "__main__":
    main()
