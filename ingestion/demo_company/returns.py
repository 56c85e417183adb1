"""Goods that come back, for about half of the credit notes.

**Belongs here:** return shipments, their lines and journals.
**Keep out:** the credit notes (`invoices`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.invoices import Invoicing
from ingestion.demo_company.ledger import Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import Ints, add_business_days


def make_returns(sales: Invoicing, seed: int) -> pd.DataFrame:
    """Make returns, one line each, one or two working days before their credit note.

    Returns:
        One row per return, position = index: entity, customer, order, date, order_line, product,
        quantity (positive), unit_price_cents, credit_line (position in `Invoicing.lines`).
    """
    random = stream(seed, "returns")
    lines = sales.lines
    credit = np.flatnonzero(((lines["quantity"] < 0) & (lines["order_line"] >= 0)).to_numpy())
    notes = sales.invoices.iloc[lines["invoice"].to_numpy()[credit]]
    days = notes["date"].to_numpy().astype("datetime64[D]")
    dates = add_business_days(days, -random.integers(1, 3, len(credit)))
    returns = pd.DataFrame(
        {
            "entity": notes["entity"].to_numpy(),
            "customer": notes["customer"].to_numpy(),
            "order": notes["order"].to_numpy(),
            "date": dates.astype("datetime64[s]"),
            "order_line": lines["order_line"].to_numpy()[credit],
            "product": lines["product"].to_numpy()[credit],
            "quantity": -lines["quantity"].to_numpy()[credit],
            "unit_price_cents": lines["unit_price_cents"].to_numpy()[credit],
            "credit_line": credit,
        }
    )
    return returns.sort_values("date", kind="stable").reset_index(drop=True)


def post_returns(ledger: Ledger, returns: pd.DataFrame, costs: Ints) -> None:
    """Take goods back into stock at standard cost; ids are positions plus one."""
    each = np.arange(len(returns))
    unit = costs[returns["entity"].to_numpy(), returns["product"].to_numpy()]
    value = returns["quantity"].to_numpy() * unit
    ledger.post(
        source="returns",
        entity=returns["entity"].to_numpy(),
        dates=returns["date"].to_numpy(),
        journal="STO",
        origin_kind="stock.shipment.out.return",
        origin=1 + each,
        description="",
        lines=[
            Lines(each, chart.FINISHED_GOODS, value),
            Lines(each, chart.COST_OF_SALES, -value),
        ],
    )
