"""Monthly series as a complete panel: one value a month, no gaps, one id a series.

**Belongs here**: shaping history into the panel that every model takes; traits of a series.
**Keep out**: models and accuracy.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

SERIES_KEYS: Final = ("entity_code", "product_line", "region")
_SEPARATOR: Final = "\x1f"  # cannot occur in a business name

# Average demand interval above which a series counts as intermittent (Syntetos & Boylan 2005).
INTERMITTENT_DEMAND_INTERVAL: Final = 1.32


class IncompleteHistory(ValueError):
    """History needs its key columns, a month and an amount, and at least one row."""


def series_id(entity_code: str, product_line: str, region: str) -> str:
    """Return the panel id of one series."""
    return _SEPARATOR.join((entity_code, product_line, region))


def entity_of(unique_id: str) -> str:
    """Return the entity code of a panel id."""
    return unique_id.split(_SEPARATOR, 1)[0]


def with_series_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace `unique_id` by the columns entity_code, product_line, region."""
    keys = frame["unique_id"].str.split(_SEPARATOR, expand=True)
    keyed = frame.drop(columns="unique_id")
    for position, name in reversed(list(enumerate(SERIES_KEYS))):
        keyed.insert(0, name, keys[position] if len(frame) else pd.Series(dtype=object))
    return keyed


def complete_panel(history: pd.DataFrame) -> pd.DataFrame:
    """Fill every series from its first month to the newest month of the history.

    A month without a row had no revenue, so it counts as zero; months before a series' first row
    are not invented.

    Args:
        history: One row per series and month: entity_code, product_line, region,
            month_start_date, net_amount_group [presentation currency].

    Returns:
        One row per series and month: unique_id, ds (month start), y (float), ordered.

    Raises:
        IncompleteHistory: a column is absent or there is no row.
    """
    needed = {*SERIES_KEYS, "month_start_date", "net_amount_group"}
    absent = needed - set(history.columns)
    if absent:
        raise IncompleteHistory(
            f"history lacks {sorted(absent)}; select them from the revenue mart"
        )
    if history.empty:
        raise IncompleteHistory("history has no row; land and build sales before projecting")
    observed = pd.DataFrame(
        {
            "unique_id": [
                series_id(*map(str, keys))
                for keys in history[list(SERIES_KEYS)].itertuples(index=False)
            ],
            "ds": pd.to_datetime(history["month_start_date"]),
            "y": history["net_amount_group"].astype(float),
        }
    )
    observed = observed.groupby(["unique_id", "ds"], sort=True)["y"].sum().reset_index()
    newest = observed["ds"].max()
    first = observed.groupby("unique_id")["ds"].min()
    months = pd.concat(
        [
            pd.DataFrame(
                {"unique_id": name, "ds": pd.date_range(start, newest, freq="MS")},
            )
            for name, start in first.items()
        ],
        ignore_index=True,
    )
    panel = months.merge(observed, on=["unique_id", "ds"], how="left")
    panel["y"] = panel["y"].fillna(0.0)
    return panel.sort_values(["unique_id", "ds"], ignore_index=True)


def demand_interval(panel: pd.DataFrame) -> pd.Series:
    """Average number of months between months with revenue, per unique_id (≥ 1)."""
    grouped = panel.groupby("unique_id")["y"]
    return grouped.size() / grouped.apply(lambda values: max(int((values != 0).sum()), 1))
