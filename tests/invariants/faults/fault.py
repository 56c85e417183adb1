"""One planted fault, and the records several rooms of faults name.

Belongs here: the shape of a fault; SQL that more than one room uses.
Keep out: the faults.
"""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One planted fault.

    invariant_id: The invariant that must name it.
    story: What went wrong, for the test's name.
    record: SQL that gives, before planting, the text the invariant's detail must contain.
    plant: SQL statements that plant it, run in order.
    """

    invariant_id: str
    story: str
    record: str
    plant: tuple[str, ...]


COSTS = (
    "select entity_key, account_key, fiscal_period from ledger.fct_account_balances "
    "inner join ledger.dim_accounts using (entity_key, account_key) "
    "inner join ledger.dim_entities using (entity_key) "
    "where entity_code = 'LH-EU' and fiscal_period = '2026-05' and account_code = '{code}'"
)
# Statements are planted with faults in a month still open; in a closed one TM-2 would see them too.
CELL = (
    "layout = '{layout}' and entity_code = 'LH-EU' and currency_view = 'functional' "
    "and fiscal_period = '{period}'"
)
IFRS = CELL.format(layout="ifrs", period="2026-08")


def add_one(table: str, lines: str, where: str) -> str:
    return f"update {table} set amount = amount + 1 where {where} and line_code in ({lines})"
