"""What the banks' statements show, drawn from the bank lines of the ledger.

**Belongs here:** bank references, booking dates and the order of statement lines.
**Keep out:** file formats (`bank_files`), why money moves.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import BANK_ACCOUNTS
from ingestion.demo_company.opening import opening_bank_cents
from ingestion.demo_company.timeline import FIRST, LAST, add_business_days


def bank_account_frame(factor: float) -> pd.DataFrame:
    """Give the bank accounts as `DemoCompany.bank_accounts` describes them, entity as position."""
    opening = opening_bank_cents(factor)
    return pd.DataFrame(
        [
            (
                account.iban or account.account_number,
                account.iban,
                account.account_number,
                account.bank_name,
                account.bic,
                account.entity,
                str(account.ledger_code),
                account.statement_format,
                cents,
            )
            for account, cents in zip(BANK_ACCOUNTS, opening.tolist(), strict=True)
        ],
        columns=[
            "account_id", "iban", "account_number", "bank_name", "bic", "entity", "ledger_code",
            "statement_format", "opening_cents",
        ],
    )  # fmt: skip


def make_bank_lines(events: pd.DataFrame) -> pd.DataFrame:
    """Give every bank event its reference and its place on the statement.

    Args:
        events: The bank events of `Ledger.close()`.

    Returns:
        The events with booking_date, value_date, bank_reference, position (in `BANK_ACCOUNTS`),
        is_on_statement (booked by the as-of date), ordered as the statements list them.
    """
    codes = [account.ledger_code for account in BANK_ACCOUNTS]
    dates = events["date"].to_numpy().astype("datetime64[D]")
    booking = np.maximum(add_business_days(dates, events["shift"].to_numpy()), FIRST)
    frame = events.assign(
        booking_date=booking.astype("datetime64[s]"),
        value_date=booking.astype("datetime64[s]"),
        position=pd.Index(codes).get_indexer(pd.Index(events["account"])),
    )
    frame = frame.sort_values(["position", "booking_date", "journal"], kind="stable")
    frame = frame.reset_index(drop=True)
    day = frame["booking_date"].dt.strftime("%y%m%d")
    number = frame.groupby(["position", "booking_date"]).cumcount() + 1
    prefix = np.array(["IC", "CC", "CB", "CH"], dtype=object)[frame["position"].to_numpy()]
    frame["bank_reference"] = [
        f"{bank}{date}{one:05d}"
        for bank, date, one in zip(prefix, day, number.tolist(), strict=True)
    ]
    frame["is_on_statement"] = frame["booking_date"] <= LAST.astype("datetime64[s]")
    return frame
