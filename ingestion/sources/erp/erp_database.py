"""What is asked of an ERP database, whatever engine it runs on.

**Belongs here**: the questions, and the answers' types.

**Keep out**: SQL of one engine (`sqlite_database`, `postgresql_database`), what is landed (the
source).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa

from ingestion.sources.erp.catalogue import ErpColumn


class ErpUnreachable(ConnectionError):
    """The ERP database must exist and let us in."""


class ErpTableTotals(NamedTuple):
    """A table as the ERP itself counts and adds it.

    Attributes:
        rows: Number of rows.
        sums: Column → Σ, exact.
        changed_at: Newest `coalesce(write_date, create_date)` as ISO text; None where unknown.
    """

    rows: int
    sums: Mapping[str, Decimal]
    changed_at: str | None


class ErpDatabase(ABC):
    """One ERP database, open for reading; one consistent view of it where the engine allows."""

    @abstractmethod
    def columns(self) -> Mapping[str, frozenset[str]]:
        """Table → its columns, by the ERP's names."""

    @abstractmethod
    def totals(self, table: str, sums: Sequence[str]) -> ErpTableTotals:
        """Count and add a table by the ERP's own SQL."""

    @abstractmethod
    def rows(
        self, table: str, columns: Sequence[ErpColumn], since: str | None = None
    ) -> pa.RecordBatchReader:
        """Read a table as text, all rows or those written since an ISO instant."""

    @abstractmethod
    def ids(self, table: str) -> pa.Table:
        """The ids alive in a table, one column `id`."""

    @abstractmethod
    def trial_balance(self) -> pa.Table:
        """Σ debit and credit of posted moves: account, period, debit, credit."""

    @abstractmethod
    def stock_on_hand(self) -> pa.Table:
        """Σ of done moves in storage locations: company, product, location, quantity."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""
