"""Ids and numbers of documents.

**Belongs here:** ascending ids per kind of document and gap-free numbers per series.
**Keep out:** what documents say.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import ENTITIES
from ingestion.demo_company.timeline import Ints


class DocumentIds:
    """Hands out blocks of ascending ids, one counter per kind of document."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, kind: str, count: int) -> Ints:
        """Give the next `count` ids of a kind."""
        first = self._next.get(kind, 1)
        self._next[kind] = first + count
        return np.arange(first, first + count)


def register(
    ids: DocumentIds, heads: pd.DataFrame, lines: pd.DataFrame, source: str, series: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give documents and their lines ids and numbers.

    Args:
        ids: The counters.
        heads: By position: entity, date and, for customer documents, credited.
        lines: invoice (position).
        source: Which part of the simulation made them.
        series: Begins the number; credit notes have the series 'CN'.

    Returns:
        heads with source, invoice (id), number; lines with invoice_line (id), invoice_id.
    """
    heads = heads.assign(source=source, invoice=ids.take("invoice", len(heads)))
    heads["number"] = _numbers(heads, series)
    return heads, lines.assign(
        invoice_line=ids.take("invoice_line", len(lines)),
        invoice_id=heads["invoice"].to_numpy()[lines["invoice"].to_numpy()],
    )


def _numbers(heads: pd.DataFrame, series: str) -> list[str]:
    """Number gap-free per entity, series and year in order of the dates."""
    years = heads["date"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    notes = (
        heads["credited"].to_numpy() >= 0
        if "credited" in heads
        else np.zeros(len(heads), dtype=bool)
    )
    order = np.lexsort((np.arange(len(heads)), heads["date"].to_numpy()))
    keys = pd.DataFrame(
        {"entity": heads["entity"].to_numpy()[order], "year": years[order], "note": notes[order]}
    )
    rank = np.empty(len(heads), dtype=np.int64)
    rank[order] = keys.groupby(["entity", "year", "note"], sort=False).cumcount().to_numpy() + 1
    codes = [one.code[3:] for one in ENTITIES]
    return [
        f"{'CN' if note else series}-{codes[entity]}-{year}-{number:05d}"
        for note, entity, year, number in zip(
            notes.tolist(), heads["entity"].tolist(), years.tolist(), rank.tolist(), strict=True
        )
    ]
