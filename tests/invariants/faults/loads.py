"""Faults of landing: LD."""

from __future__ import annotations

from faults.fault import Fault

FAULTS = (
    Fault(
        "LD-1",
        "a row was lost after it had been accepted",
        "select 'table account_move_line, rows'",
        (
            """
            update raw_landing.control_totals set landed_amount = landed_amount - 1
            where source_name = 'erp' and table_name = 'account_move_line' and measure = 'rows'
            """,
        ),
    ),
    Fault(
        "LD-2",
        "a row was neither accepted nor quarantined",
        "select 'table account_move_line, rows'",
        (
            """
            update raw_landing.control_totals set accepted_amount = accepted_amount - 1
            where source_name = 'erp' and table_name = 'account_move_line' and measure = 'rows'
            """,
        ),
    ),
)
