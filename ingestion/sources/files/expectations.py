"""What exported rows must satisfy: the canonical staging contract as table contracts.

**Belongs here**: reading `ingestion/canonical_contract.yml`.

**Keep out**: mappings of a company's files to it (`mapping`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from ingestion.landed_source import Column, TableContract

CONTRACT_FILE: Final = Path(__file__).resolve().parents[2] / "canonical_contract.yml"


@cache
def canonical_tables() -> tuple[TableContract, ...]:
    """Every canonical table, in the contract's order; its money columns are its control sums."""
    stated = yaml.safe_load(CONTRACT_FILE.read_text(encoding="utf-8"))
    tables = []
    for name, table in stated["tables"].items():
        columns = tuple(
            Column(column, kind.removeprefix("!"), nullable=not kind.startswith("!"))
            for column, kind in table["columns"].items()
        )
        sums = tuple(column.name for column in columns if column.type == "money")
        tables.append(TableContract(name, columns, tuple(table["key"]), sums))
    return tuple(tables)
