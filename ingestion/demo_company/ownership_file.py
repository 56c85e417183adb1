"""Writes who owns whom in the demo group as its controllers keep it.

**Belongs here**: the layout of the file.

**Keep out**: the shares (`entities`) and how the file is read (`sources.group_structure`).
"""

import csv
from pathlib import Path

from ingestion.demo_company.company import FIRST_DAY
from ingestion.demo_company.entities import ENTITIES, OWNED_PERCENT, PARENT


def write_ownership_file(folder: Path) -> Path:
    """Write `<folder>/group/ownership.csv`: one row per subsidiary.

    Returns:
        The file.
    """
    target = folder / "group" / "ownership.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(
            [
                "entity_code",
                "parent_entity_code",
                "ownership_ratio",
                "consolidation_method",
                "valid_from",
                "valid_to",
            ]
        )
        for position, entity in enumerate(ENTITIES):
            if position != PARENT:
                share = f"{OWNED_PERCENT[position] / 100:.2f}"
                writer.writerow(
                    [entity.code, ENTITIES[PARENT].code, share, "full", FIRST_DAY.isoformat(), ""]
                )
    return target
