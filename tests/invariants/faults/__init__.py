"""The faults planted into a built warehouse: for each invariant, in the layer it guards.

**Belongs here**: the SQL that plants a fault and the SQL that says which record must be named.

**Keep out**: building the warehouse and judging it (`test_planted_faults`).

Each fault is an error that could really happen and that only its own invariant can see; where one
mistake would upset several identities, it is planted behind the others (a statement is changed
consistently up to its totals, a balance is moved between two accounts).
"""

from __future__ import annotations

from faults import cash_flow, group, ledger, loads, open_items, statements, treasury
from faults.fault import Fault

__all__ = ["FAULTS", "Fault"]

FAULTS: tuple[Fault, ...] = (
    *ledger.FAULTS,
    *statements.FAULTS,
    *cash_flow.FAULTS,
    *open_items.FAULTS,
    *treasury.FAULTS,
    *group.FAULTS,
    *loads.FAULTS,
)
