"""A small company that exists as exported files: one a canonical table, each with its mapping.

Belongs here: writing the files and the project around them.
Keep out: what the company does, what its books add up to, assertions.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml


def write_exported_company(
    folder: Path,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    name: str,
    as_of: object,
    rates: str,
    ownership: str,
) -> Path:
    """Write the exports, a mapping for each, rates, ownership and the project; give its folder.

    Args:
        folder: Gets everything.
        tables: Canonical table → its rows.
        name: Of the project.
        as_of: Last day of the books.
        rates: The company's own rates, as CSV.
        ownership: Who owns whom, as CSV.
    """
    exports, mappings = folder / "exports", folder / "mappings"
    exports.mkdir(parents=True)
    mappings.mkdir()
    for table, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (exports / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        mapping = {
            "table": table,
            "file": f"{table}.csv",
            "columns": {column: f"nullif(record.{column}, '')" for column in columns},
        }
        (mappings / f"{table}.yml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
    (folder / "rates.csv").write_text(rates, encoding="utf-8")
    (folder / "ownership.csv").write_text(ownership, encoding="utf-8")
    (folder / "ledgerhouse.yml").write_text(
        f"name: {name}\npresentation_currency: CNY\nas_of: {as_of}\nsources:\n"
        f'  files: {{folder: "{exports}", mappings: mappings}}\n'
        f'  fx_rates: {{company_file: "{folder / "rates.csv"}", currencies: []}}\n'
        f'  group_structure: {{ownership_file: "{folder / "ownership.csv"}"}}\n',
        encoding="utf-8",
    )
    return folder
