"""Writes what only the simulation knows, for tests to judge the platform by.

**Belongs here:** the truth about settlements, planted billing leaks and demand, as parquet.
**Keep out:** anything a source system would serve; no source reads this folder.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ingestion.demo_company.company import AS_OF, DemoCompany
from ingestion.demo_company.entities import ENTITIES

FOLDER = "truth"


def write_truth(company: DemoCompany, folder: Path) -> None:
    """Write `folder/truth/*.parquet`.

    - settlements: one row per payment and document it settles: kind ('receipt', 'payment'),
      payment (number within kind), payment_date, invoice_number, settled_cents [currency of the
      document], is_unknown_payer.
    - leaks: one row per planted billing leak: kind, entity_code, order_number, line_number,
      missing_cents [currency of the order].
    - demand: one row per entity, product line and month: expected_order_lines.
    - bank_matches: one row per bank line that has a journal: account_id, bank_reference,
      journal_id (account_move.id), booking_date, journal_date.
    """
    target = folder / FOLDER
    target.mkdir()
    frames = company.documents
    for name, frame in (
        ("settlements", _settlements(frames)),
        ("leaks", _leaks(company)),
        ("demand", frames["true_demand"]),
        ("bank_matches", _bank_matches(frames)),
    ):
        frame.to_parquet(target / f"{name}.parquet", index=False)


def _settlements(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    documents = pd.concat([frames["invoices"], frames["bills"]], ignore_index=True)
    numbers = documents.set_index("invoice")["number"]
    parts = [
        pd.DataFrame(
            {
                "kind": kind,
                "payment": frame["payment"],
                "payment_date": frame["payment_date"],
                "invoice_number": numbers.reindex(frame["invoice"]).to_numpy(),
                "settled_cents": frame["cents"],
                "is_unknown_payer": frame["is_unknown_payer"] if kind == "receipt" else False,
            }
        )
        for kind, frame in (
            ("receipt", frames["true_receipts"]),
            ("payment", frames["true_payments"]),
        )
    ]
    settled = pd.concat(parts, ignore_index=True)
    return settled[settled["payment_date"] <= pd.Timestamp(AS_OF)].reset_index(drop=True)


def _leaks(company: DemoCompany) -> pd.DataFrame:
    frames = company.documents
    leaks = frames["true_leaks"]
    line = frames["delivery_lines"]["order_line"].to_numpy()[leaks["delivery_line"].to_numpy()]
    order = frames["order_lines"]["order"].to_numpy()[line]
    return pd.DataFrame(
        {
            "kind": leaks["kind"],
            "entity_code": np.array([one.code for one in ENTITIES], dtype=object)[
                frames["orders"]["entity"].to_numpy()[order]
            ],
            "order_number": company.orders["order_number"].to_numpy()[order],
            "line_number": frames["order_lines"]["number"].to_numpy()[line],
            "missing_cents": leaks["missing_cents"],
        }
    )


def _bank_matches(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    lines = frames["bank_lines"]
    lines = lines[(lines["move"] > 0) & lines["is_on_statement"]]
    accounts = frames["bank_accounts"]
    return pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy()[lines["position"]],
            "bank_reference": lines["bank_reference"].to_numpy(),
            "journal_id": lines["move"].to_numpy(),
            "booking_date": lines["booking_date"].to_numpy(),
            "journal_date": lines["date"].to_numpy(),
        }
    )
