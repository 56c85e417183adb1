"""What a projection learns from, and whether that has changed since the newest one.

**Belongs here**: reading complete months of revenue, the hash of a projection's inputs.

**Keep out**: the mathematics (`forecasting`), landing (`orchestration.assets.projections`).
"""

from __future__ import annotations

import hashlib
import json
from typing import Final, NamedTuple

import duckdb
import pandas as pd

from orchestration.settings import Settings
from orchestration.warehouse import rows

_COLUMNS: Final = (
    "entity_code",
    "product_line",
    "region",
    "month_start_date",
    "net_amount_group",
)
_HASH_LENGTH: Final = 16


class ProjectionHistory(NamedTuple):
    """History of revenue and a hash of all that a projection depends on.

    Attributes:
        frame: One row per entity, product line, region and complete month: entity_code,
            product_line, region, month_start_date, net_amount_group [presentation currency].
        inputs_hash: Over the frame, the settings that matter and the product's version; a
            projection's run_id begins with it.
    """

    frame: pd.DataFrame
    inputs_hash: str


def read_history(
    connection: duckdb.DuckDBPyConnection, settings: Settings, product_version: str
) -> ProjectionHistory:
    """Read revenue of months that were over on the as-of date.

    A month still running would look like a fall in sales.

    Args:
        connection: Open warehouse with `sales.fct_monthly_revenue`.
        settings: Horizon, profile and seed enter the hash.
        product_version: So that a new version projects anew.
    """
    history = rows(
        connection,
        f"select {', '.join(_COLUMNS)} from sales.fct_monthly_revenue "
        "where last_day(month_start_date) <= (select max(as_of_date) "
        "from intermediate.int_as_of_date) order by all",
    )
    inputs = [
        *(settings.forecast_horizon, settings.forecast_profile, settings.forecast_seed),
        product_version,
        [[str(value) for value in row] for row in history],
    ]
    digest = hashlib.sha256(json.dumps(inputs, ensure_ascii=False).encode()).hexdigest()
    frame = pd.DataFrame(history, columns=list(_COLUMNS))
    # Floats end here: what comes back is rounded to the cent's hundredth before it is landed.
    frame["net_amount_group"] = frame["net_amount_group"].astype(float)
    return ProjectionHistory(frame, digest[:_HASH_LENGTH])


def newest_projection(connection: duckdb.DuckDBPyConnection) -> str:
    """The inputs' hash of the projection landed last; empty before the first."""
    found = rows(
        connection,
        "select run_id from raw_projections.revenue_forecasts "
        "where _load_id in (select load_id from raw_landing.loads) "
        "order by _recorded_at desc, run_id desc limit 1",
    )
    return str(found[0][0])[:_HASH_LENGTH] if found else ""
