"""How every statement is taken apart: which query answers which step.

**Belongs here**: for each statement the queries from its cells to accounts and journal lines.

**Keep out**: SQL (`queries/`), drawing (`screens/trace`).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Trace(NamedTuple):
    """The queries that take a statement apart, step by step.

    Lines among the `balances` state what is held or what became of it: what they are made of is
    traced as lines of statements, not as accounts.
    """

    lines: str = "statements/traceable_lines"
    cell: str = "statements/statement_cell"
    accounts: str = "statements/cell_accounts"
    entries: str = "statements/consolidation_entries"
    journal_lines: str = "ledger/account_lines"
    balances: tuple[str, ...] = ()
    balance_parts: str = "statements/cash_balance_parts"


TRACES: Final = {
    "profit_and_loss": Trace(),
    "balance_sheet": Trace(),
    "cash_flow": Trace(
        journal_lines="ledger/account_cash_lines",
        balances=("opening_cash", "closing_cash", "net_change", "fx_effect"),
    ),
    "cash_flow_indirect": Trace(journal_lines="ledger/account_operating_lines"),
    "changes_in_equity": Trace(
        lines="statements/traceable_equity_lines",
        cell="statements/equity_cell",
        accounts="statements/equity_cell_accounts",
        entries="statements/equity_entries",
        journal_lines="ledger/account_equity_lines",
    ),
}

# Layers of consolidation that stand in no ledger.
ENTRY_LAYERS: Final = ("elimination", "nci")
