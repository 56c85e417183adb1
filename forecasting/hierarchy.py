"""Levels above a series: entity, product line and group, always the sum of their children.

**Belongs here**: which nodes exist and how bottom values add up to them.
**Keep out**: how bottom values come about.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from forecasting.series import SERIES_KEYS

GROUP: Final = "GROUP"
ALL: Final = "ALL"

# Each level keeps some keys and replaces the others by ALL (or GROUP for the entity).
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "series": SERIES_KEYS,
    "entity_line": ("entity_code", "product_line"),
    "entity": ("entity_code",),
    "line": ("product_line",),
    "group": (),
}


def with_levels(bottom: pd.DataFrame, values: list[str], by: list[str]) -> pd.DataFrame:
    """Add every level above the bottom, bottom-up, so that children sum to their parent exactly.

    Args:
        bottom: One row per series and `by`: entity_code, product_line, region, `by`, `values`.
        values: Columns to add up.
        by: Other columns of the grain (month, horizon, model, origin).

    Returns:
        One row per node and `by`: level, entity_code, product_line, region, `by`, `values`.
    """
    levels = []
    for level, kept in LEVELS.items():
        if level == "series":
            summed = bottom[[*SERIES_KEYS, *by, *values]].copy()
        else:
            summed = bottom.groupby([*kept, *by], as_index=False, sort=True)[values].sum()
        for key in SERIES_KEYS:
            if key not in kept:
                summed[key] = GROUP if key == "entity_code" else ALL
        levels.append(summed.assign(level=level))
    combined = pd.concat(levels, ignore_index=True)
    return combined[["level", *SERIES_KEYS, *by, *values]]
