"""Writes the ERP's database: a Tryton 8.2 company in one SQLite file.

**Belongs here:** creating the file and writing all tables.
**Keep out:** the rows (`erp_masters`, `erp_parties`, `erp_products`, `erp_trade`,
`erp_stock`, `erp_ledger`) and how values are
stored (`erp_tables`).
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from itertools import chain
from pathlib import Path

from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.erp_ledger import ledger_tables
from ingestion.demo_company.erp_masters import master_tables
from ingestion.demo_company.erp_parties import party_tables
from ingestion.demo_company.erp_products import product_tables
from ingestion.demo_company.erp_stock import stock_tables
from ingestion.demo_company.erp_tables import create_tables, tryton_schema, write_rows
from ingestion.demo_company.erp_trade import trade_tables

FILE_NAME = "erp.sqlite"
_LOG = logging.getLogger(__name__)


def write_erp_database(company: DemoCompany, folder: Path) -> dict[str, int]:
    """Write `folder/erp.sqlite`.

    Args:
        company: The simulated company.
        folder: Existing folder without such a file.

    Returns:
        Rows written by table.
    """
    frames = company.documents
    schema = tryton_schema()
    counts = dict.fromkeys(schema, 0)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        # The file is built in a folder of its own and renamed when whole: no journal is needed.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection)
        for table, rows in chain(
            master_tables(),
            party_tables(frames["customers"], frames["suppliers"]),
            product_tables(frames["products"]),
            trade_tables(frames),
            stock_tables(frames),
            ledger_tables(frames),
        ):
            counts[table] += write_rows(connection, schema, table, rows)
        connection.commit()
    _LOG.info("ERP database written: %s rows", sum(counts.values()))
    return counts
