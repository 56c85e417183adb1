"""Journals, reconciliations and invoice payment links in the ERP database.

**Belongs here:** account_move* rows and what can be read off them (states of invoices).
**Keep out:** what is posted.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.erp_masters import (
    JOURNALS,
    account_ids,
    accountant_ids,
    period_ids,
)
from ingestion.demo_company.erp_tables import Money, Rows, business_time
from ingestion.demo_company.erp_trade import Frames, days_of
from ingestion.demo_company.ledger import REVERSED
from ingestion.demo_company.timeline import Ints


def add_reconciliations(frames: Frames) -> None:
    """Find fully settled documents and mark their lines, documents and orders.

    move_lines gain reconciliation (id or -1); invoices and bills gain move, state ('posted',
    'paid') and last_date; a frame `reconciliations` is added: reconciliation, entity, date.
    """
    lines, moves = frames["move_lines"], frames["moves"]
    on_invoice = lines["invoice"].to_numpy() >= 0
    own = lines[on_invoice]
    move = own["move"].to_numpy()
    own = own.assign(
        date=moves["date"].to_numpy()[move - 1], entity=moves["entity"].to_numpy()[move - 1]
    )
    grouped = own.groupby("invoice").agg(
        cents=("cents", "sum"),
        second=("second_cents", "sum"),
        date=("date", "max"),
        entity=("entity", "first"),
        count=("cents", "size"),
    )
    settled = (grouped["cents"] == 0) & (grouped["second"] == 0) & (grouped["count"] > 1)
    closed = grouped[settled].sort_values(["date"], kind="stable")
    number = pd.Series(np.arange(1, len(closed) + 1), index=closed.index)
    reconciliation = np.full(len(lines), -1)
    found = number.reindex(own["invoice"]).fillna(-1).to_numpy().astype(np.int64)
    reconciliation[np.flatnonzero(on_invoice)] = found
    frames["move_lines"] = lines.assign(reconciliation=reconciliation)
    frames["reconciliations"] = pd.DataFrame(
        {
            "reconciliation": np.arange(1, len(closed) + 1),
            "entity": closed["entity"].to_numpy(),
            "date": closed["date"].to_numpy(),
        }
    )
    is_origin = (moves["origin_kind"] == "account.invoice").to_numpy()
    move_of = pd.Series(
        moves["move"].to_numpy()[is_origin], index=moves["origin"].to_numpy()[is_origin]
    )
    for name in ("invoices", "bills"):
        heads = frames[name]
        paid = heads["invoice"].isin(number.index).to_numpy()
        last = grouped["date"].reindex(heads["invoice"]).to_numpy()
        reference = heads["reference"] if "reference" in heads else heads["order"] * 0
        frames[name] = heads.assign(
            move=move_of.reindex(heads["invoice"]).to_numpy().astype(np.int64),
            state=np.where(paid, "paid", "posted").astype(object),
            last_date=np.where(paid, last, heads["date"].to_numpy()),
            reference=reference if name == "bills" else None,
        )


def ledger_tables(frames: Frames) -> Iterator[tuple[str, Rows]]:
    """Give journal tables with their rows."""
    yield "account_move", _moves(frames)
    lines, moves = frames["move_lines"], frames["moves"]
    yield "account_move_line", _move_lines(frames)
    found = frames["reconciliations"]
    ids = found["reconciliation"].to_numpy()
    yield (
        "account_move_reconciliation",
        {"id": ids, "create_uid": 1, "create_date": business_time(days_of(found), ids),
         "company": found["entity"].to_numpy() + 1, "date": days_of(found),
         "number": ids.astype(str).astype(object)},
    )  # fmt: skip
    linked = lines[lines["is_settlement"].to_numpy() & (lines["invoice"].to_numpy() >= 0)]
    ids = np.arange(1, len(linked) + 1)
    days = days_of(moves)[linked["move"].to_numpy() - 1]
    yield (
        "account_invoice-account_move_line",
        {"id": ids, "create_uid": 1, "create_date": business_time(days, ids),
         "invoice": linked["invoice"].to_numpy(), "line": linked["line"].to_numpy()},
    )  # fmt: skip


def _journal_ids(frames: Frames) -> Ints:
    """Ids of journals; money goes to the journal of the bank account it moved on."""
    codes = [journal[0] for journal in JOURNALS]
    moves = frames["moves"]
    names = moves["journal"].to_numpy().copy()
    bank = frames["bank_lines"]
    bank = bank[bank["move"] > 0].drop_duplicates("move")
    position = pd.Series(bank["position"].to_numpy() + 1, index=bank["move"].to_numpy())
    on_bank = np.flatnonzero(names == "BANK")
    number = position.reindex(moves["move"].to_numpy()[on_bank]).to_numpy().astype(np.int64)
    names[on_bank] = [f"BANK{one}" for one in number.tolist()]
    return np.asarray(pd.Index(codes).get_indexer(pd.Index(names)) + 1, dtype=np.int64)


def _moves(frames: Frames) -> Rows:
    moves = frames["moves"]
    ids = moves["move"].to_numpy()
    days = days_of(moves)
    created = business_time(days, ids)
    entity = moves["entity"].to_numpy()
    kinds = moves["origin_kind"].to_numpy()
    origin = [
        f"{kind},{one}" if kind and one >= 0 else None
        for kind, one in zip(kinds.tolist(), moves["origin"].tolist(), strict=True)
    ]
    closing = (moves["journal"] == "CLOSE").to_numpy()
    period = np.where(
        closing, period_ids(entity, days, is_adjustment=True), period_ids(entity, days)
    )
    return {
        "id": ids, "create_uid": accountant_ids(entity), "create_date": created,
        "write_uid": accountant_ids(entity), "write_date": created, "company": entity + 1,
        "date": days, "post_date": days,
        "description": [text or None for text in moves["description"].tolist()],
        "journal": _journal_ids(frames),
        "number": ids.astype(str).astype(object), "origin": np.array(origin, dtype=object),
        "period": period, "state": "posted",
    }  # fmt: skip


def _move_lines(frames: Frames) -> Rows:
    lines, moves = frames["move_lines"], frames["moves"]
    ids = lines["line"].to_numpy()
    move = lines["move"].to_numpy()
    cents = lines["cents"].to_numpy()
    second = lines["second_cents"].to_numpy()
    currency = lines["currency"].to_numpy()
    days = days_of(moves)[move - 1]
    account = lines["account"].to_numpy()
    settled = frames["reconciliations"]["date"].to_numpy().astype("datetime64[D]")
    reconciliation = lines["reconciliation"].to_numpy()
    changed = np.where(
        reconciliation > 0, np.r_[settled, days[:1]][reconciliation - 1], days
    ) if len(settled) else days  # fmt: skip
    return {
        "id": ids, "create_uid": 1, "create_date": business_time(days, ids), "write_uid": 1,
        "write_date": business_time(changed, ids),
        "account": account_ids(moves["entity"].to_numpy()[move - 1], account), "move": move,
        "debit": Money(np.maximum(cents, 0)), "credit": Money(np.maximum(-cents, 0)),
        "second_currency": np.where(currency >= 0, currency + 1, -1),
        "amount_second_currency": Money(second, currency < 0),
        "party": lines["party"].to_numpy(), "maturity_date": lines["maturity"].to_numpy(),
        "origin": _line_origins(frames),
        "description": _descriptions(frames), "reconciliation": reconciliation,
        "state": "valid", "payment_blocked": 0, "payment_direct_debit": 0,
    }  # fmt: skip


def _line_origins(frames: Frames) -> np.ndarray:
    """Lines of a document name its line; those of a reversal the line they take back."""
    lines, moves = frames["move_lines"], frames["moves"]
    move = lines["move"].to_numpy()
    first = np.searchsorted(move, np.arange(len(moves) + 1))
    texts = np.array(
        [f"account.invoice.line,{one}" if one >= 0 else None for one in lines["origin"].tolist()],
        dtype=object,
    )
    on_reversal = np.flatnonzero((moves["origin_kind"] == REVERSED).to_numpy()[move - 1])
    place = on_reversal - first[move[on_reversal]]
    reversed_line = first[moves["origin"].to_numpy()[move[on_reversal] - 1]] + place + 1
    texts[on_reversal] = [f"account.move.line,{one}" for one in reversed_line.tolist()]
    return texts


def _descriptions(frames: Frames) -> np.ndarray:
    """Bank lines carry the reference of the bank's statement."""
    lines, bank = frames["move_lines"], frames["bank_lines"]
    texts = np.full(len(lines), None, dtype=object)
    on_bank = np.flatnonzero(lines["account"].isin(chart.BANK_CODES).to_numpy())
    shown = bank[bank["move"] > 0]
    references = pd.Series(
        shown["bank_reference"].to_numpy(),
        index=pd.MultiIndex.from_arrays([shown["move"], shown["account"]]),
    )
    keys = pd.MultiIndex.from_arrays(
        [lines["move"].to_numpy()[on_bank], lines["account"].to_numpy()[on_bank]]
    )
    found = references.reindex(keys).to_numpy()
    texts[on_bank] = found
    return texts
