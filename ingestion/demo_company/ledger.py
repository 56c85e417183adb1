"""The general ledger being written: journals arrive in blocks of columns and come out as frames.

**Belongs here:** collecting, checking balance, numbering and cutting at the as-of date.
**Keep out:** which accounts a document touches (each concept's own module).

Flow: concepts call `Ledger.post()` with n journals and their lines; `Ledger.close()` orders all
journals by date, numbers them and gives `moves` and `move_lines`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company.timeline import FIRST, LAST, Days, Ints

NOTHING = -1
"""Stands for "no reference" in integer columns (party, invoice, currency, origin)."""
REVERSED = "account.move"
"""Model of the origin of a reversal: the journal it takes back."""


class UnbalancedJournal(Exception):
    """Every journal's lines sum to zero in the entity's functional currency."""


class Lines(NamedTuple):
    """Lines of a block of journals; every field is a scalar or an array of the same length.

    `journal` is the position within the block; `cents` is signed, debit positive, in functional
    currency; `second_cents` in `currency` has the sign of `cents`. `invoice` is the invoice a
    receivable or payable line belongs to, `is_settlement` tells its opening line from later ones.
    """

    journal: Ints
    account: Any
    cents: Ints
    party: Any = NOTHING
    currency: Any = NOTHING
    second_cents: Any = 0
    maturity: Any = np.datetime64("NaT", "D")
    invoice: Any = NOTHING
    is_settlement: Any = False
    origin: Any = NOTHING


class BankDetails(NamedTuple):
    """What the bank's statement says about the one bank line of each journal of a block.

    `shift` is the number of working days by which the statement is later than the ledger.
    """

    journal: Ints
    account: Any
    shift: Any
    counterparty_name: Any
    counterparty_account: Any
    remittance_text: Any
    end_to_end_reference: Any = ""


class Ledger:
    """Collects journals; amounts are int64 cents of the entity's functional currency."""

    def __init__(self) -> None:
        self._moves: list[pd.DataFrame] = []
        self._lines: list[pd.DataFrame] = []
        self._bank: list[pd.DataFrame] = []
        self._count = 0

    def post(  # noqa: PLR0913 - a journal has this many parts; all are given by name
        self,
        *,
        source: str,
        entity: Any,
        dates: Days,
        journal: str,
        origin_kind: str,
        origin: Any,
        description: Any,
        lines: list[Lines],
        bank: list[BankDetails] | None = None,
    ) -> Ints:
        """Add a block of n journals.

        Args:
            source: Name of the concept that posts, for error messages.
            entity: Entity position, scalar or n.
            dates: Effective date of each journal, n.
            journal: Code of the ERP journal ('REV', 'EXP', 'STO', 'OPEN', 'BANK' …).
            origin_kind: ERP model of the origin ('account.invoice', …), empty without.
            origin: Id of the originating document, scalar or n.
            description: Text, scalar or n.
            lines: Line groups; lines of zero cents and zero second amount are left out.
            bank: Statement details of bank lines, if the journals touch a bank account.

        Returns:
            Keys of the journals, n: what `reverse` takes.

        Raises:
            UnbalancedJournal: A journal's lines do not sum to zero.
        """
        count = len(dates)
        keys = np.arange(self._count, self._count + count)
        if count == 0:
            return keys
        frames = []
        for group in lines:
            size = len(np.asarray(group.journal))
            if size == 0:
                continue
            frame = pd.DataFrame(
                {
                    name: np.broadcast_to(np.asarray(value), size)
                    for name, value in group._asdict().items()
                }
            )
            frames.append(frame[(frame["cents"] != 0) | (frame["second_cents"] != 0)])
        block = pd.concat(frames, ignore_index=True)
        totals = np.zeros(count, dtype=np.int64)
        np.add.at(totals, block["journal"].to_numpy(), block["cents"].to_numpy())
        if totals.any():
            first = int(np.flatnonzero(totals)[0])
            raise UnbalancedJournal(
                f"{source}: journal {first} of the block, {dates[first]}, is off by "
                f"{totals[first]} cents; make its lines sum to zero:\n"
                f"{block[block['journal'] == first]}"
            )
        block["journal"] += self._count
        moves = pd.DataFrame(
            {
                "key": keys,
                "entity": np.broadcast_to(np.asarray(entity), count),
                "date": np.asarray(dates, dtype="datetime64[D]").astype("datetime64[s]"),
                "journal": journal,
                "origin_kind": origin_kind,
                "origin": np.broadcast_to(np.asarray(origin), count),
                "description": np.broadcast_to(np.asarray(description, dtype=object), count),
            }
        )
        self._moves.append(moves)
        self._lines.append(block)
        for details in bank or []:
            size = len(np.asarray(details.journal))
            shown = pd.DataFrame(
                {
                    name: np.broadcast_to(np.asarray(value, dtype=object), size)
                    for name, value in details._asdict().items()
                }
            ).astype({"journal": np.int64, "account": np.int64, "shift": np.int64})
            shown["journal"] += self._count
            self._bank.append(shown)
        self._count += count
        return keys

    def reverse(self, keys: Ints, dates: Days, description: str) -> None:
        """Take journals back as the ERP cancels a move: line by line, debit and credit exchanged.

        Args:
            keys: What one `post` gave, n.
            dates: Effective date of each reversal, n.
            description: Text of the reversals.
        """
        moves = pd.concat(self._moves, ignore_index=True).set_index("key").loc[keys]
        lines = pd.concat(
            [block[block["journal"].isin(keys)] for block in self._lines], ignore_index=True
        )
        place = pd.Series(np.arange(len(keys)), index=keys)
        taken_back = {name: lines[name].to_numpy() for name in Lines._fields}
        taken_back["journal"] = place.loc[lines["journal"]].to_numpy()
        for name in ("cents", "second_cents"):
            taken_back[name] = -taken_back[name]
        self.post(
            source="reversal", entity=moves["entity"].to_numpy(), dates=dates,
            journal=moves["journal"].iloc[0], origin_kind=REVERSED, origin=keys,
            description=description, lines=[Lines(**taken_back)],
        )  # fmt: skip

    def monthly_balances(self, accounts: list[int]) -> pd.DataFrame:
        """Movements posted so far, one row per entity, account and month, up to the as-of date.

        Returns:
            entity, account, month (`datetime64[M]` position from 2023-11 as int), cents.
        """
        moves = pd.concat(self._moves, ignore_index=True)
        lines = pd.concat(
            [block[block["account"].isin(accounts)] for block in self._lines], ignore_index=True
        )
        dates = moves["date"].to_numpy()[lines["journal"].to_numpy()].astype("datetime64[M]")
        frame = pd.DataFrame(
            {
                "entity": moves["entity"].to_numpy()[lines["journal"].to_numpy()],
                "account": lines["account"].to_numpy(),
                "month": (dates - np.datetime64("2023-11", "M")).astype(np.int64),
                "cents": lines["cents"].to_numpy(),
            }
        )
        return frame.groupby(["entity", "account", "month"], as_index=False).agg({"cents": "sum"})

    def daily_balances(self, account: int) -> Ints:
        """Balance of an account at the end of each day from the first day of the books on."""
        size = int((LAST - FIRST).astype(np.int64)) + 400
        result = np.zeros(size, dtype=np.int64)
        dates = pd.concat([block["date"] for block in self._moves], ignore_index=True).to_numpy()
        for block in self._lines:
            mine = block[block["account"] == account]
            days = (dates[mine["journal"].to_numpy()].astype("datetime64[D]") - FIRST).astype(
                np.int64
            )
            np.add.at(result, days.clip(0, size - 1), mine["cents"].to_numpy())
        return np.cumsum(result)

    def close(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Order and number everything.

        Returns:
            moves (move, entity, date, journal, origin_kind, origin, description; up to the as-of
            date), move_lines (line, move and the fields of `Lines`) and bank_events (one row per
            bank line of a journal, also of journals after the as-of date: key, move or -1, line
            or -1, entity, date, account, cents and the fields of `BankDetails`).
        """
        moves = pd.concat(self._moves, ignore_index=True)
        order = np.lexsort((moves["key"].to_numpy(), moves["date"].to_numpy()))
        moves = moves.iloc[order].reset_index(drop=True)
        lines = pd.concat(self._lines, ignore_index=True)
        has_lines = np.isin(moves["key"].to_numpy(), lines["journal"].to_numpy())
        kept = (moves["date"] <= LAST.astype("datetime64[s]")).to_numpy() & has_lines
        position = np.full(self._count, NOTHING, dtype=np.int64)
        position[moves["key"].to_numpy()[kept]] = np.arange(1, kept.sum() + 1)
        is_reversal = (moves["origin_kind"] == REVERSED).to_numpy()
        moves.loc[is_reversal, "origin"] = position[moves.loc[is_reversal, "origin"].to_numpy()]
        lines["move"] = position[lines["journal"].to_numpy()]
        bank = pd.concat(self._bank, ignore_index=True)
        amounts = lines[lines["account"].isin(bank["account"].unique())]
        amounts = amounts.groupby(["journal", "account"], as_index=False).agg({"cents": "sum"})
        bank = bank.merge(amounts, on=["journal", "account"], how="inner")
        bank = bank.merge(
            moves[["key", "entity", "date"]], left_on="journal", right_on="key", how="left"
        ).drop(columns="key")
        bank["move"] = position[bank["journal"].to_numpy()]
        lines = lines[lines["move"] > 0]
        lines = lines.iloc[np.argsort(lines["move"].to_numpy(), kind="stable")]
        lines = lines.reset_index(drop=True).drop(columns="journal")
        lines.insert(0, "line", np.arange(1, len(lines) + 1))
        moves = moves[kept].reset_index(drop=True).drop(columns="key")
        moves.insert(0, "move", np.arange(1, len(moves) + 1))
        return moves, lines, bank


def in_functional(entity_currency: Ints, currency: Ints, cents: Ints) -> tuple[Ints, Ints]:
    """Give (currency, second_cents) for lines: nothing where a line is in functional currency."""
    foreign = np.asarray(entity_currency) != np.asarray(currency)
    return np.where(foreign, currency, NOTHING), np.where(foreign, cents, 0)
