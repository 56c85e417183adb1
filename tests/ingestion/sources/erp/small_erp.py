"""An ERP database of a few rows, built from the source's own catalogue.

Belongs here: what is in it.
Keep out: making tables and rows (`erp_files`), assertions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from erp_files import empty_erp, write


def small_erp(file: Path) -> Path:
    """Two posted moves of two lines each, one draft move, a delivery, amounts as bytes."""
    empty_erp(file)
    write(file, "company_company", id=1, party=1, currency=1)
    write(file, "party_party", id=1, name="联账科技", active=1)
    write(file, "party_party-party_category", id=1, party=1, category=1)
    write(file, "currency_currency", id=1, code="CNY", rounding=b"0.01")
    write(file, "account_account", id=10, company=1, code="1002", left=1, right=2)
    write(file, "account_account", id=20, company=1, code="6001", left=3, right=4)
    write(
        file, "account_period", id=1, fiscalyear=1, start_date="2026-01-01", end_date="2026-01-31"
    )
    write(file, "account_journal", id=1, type="general")
    for move, state in ((1, "posted"), (2, "posted"), (3, "draft")):
        write(
            file, "account_move", id=move, company=1, period=1, journal=1, date="2026-01-10",
            state=state,
        )  # fmt: skip
        amount = f"{move}000.1{move}".encode()
        line(file, 2 * move - 1, move=move, account=10, debit=amount, credit=b"0")
        line(file, 2 * move, move=move, account=20, debit=b"0", credit=amount)
    for place, kind in ((1, "storage"), (2, "customer"), (3, "supplier")):
        write(file, "stock_location", id=place, name=kind, type=kind)
    moved = {"company": 1, "product": 5, "state": "done"}
    write(file, "stock_move", id=1, from_location=3, to_location=1, **quantity(10.1), **moved)
    write(file, "stock_move", id=2, from_location=1, to_location=2, **quantity(0.1 + 0.2), **moved)
    return file


def quantity(amount: float) -> dict[str, float]:
    return {"quantity": amount, "internal_quantity": amount}


def line(file: Path, number: int, **values: Any) -> None:
    write(file, "account_move_line", id=number, state="valid", **values)
