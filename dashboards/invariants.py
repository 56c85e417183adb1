"""What tables of invariants have in common.

**Belongs here**: the columns that say what an invariant is and how far it was from holding.

**Keep out**: whether it held, and when (the screens).
"""

from __future__ import annotations

from dashboards.formatting import number
from dashboards.tables import Column, figures_column, words_column
from dashboards.words import Words


def describing_columns(words: Words) -> list[Column]:
    """Name, domain, scopes and residual; a row has the columns of `audit/invariants.sql`."""
    return [
        words_column(
            words("invariants.name"), lambda row: words.named(row, "invariant_name"), wraps=True
        ),
        words_column(
            words("invariants.domain"),
            lambda row: words.code("codes.domain", row["invariant_domain"]),
        ),
        figures_column(words("invariants.scopes"), lambda row: number(row["scope_count"])),
        figures_column(words("invariants.residual"), lambda row: number(row["residual_amount"], 2)),
    ]
