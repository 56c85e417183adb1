"""Revenue projections, between the revenue they learn from and the marts that show them.

**Belongs here**: reading history, naming the projection by its inputs, landing the result.

**Keep out**: the mathematics (`forecasting`), the marts (dbt_project).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Final

import dagster as dg
import pandas as pd
import pyarrow as pa

from ingestion.pipeline import land
from ingestion.sources.projections import ProjectionsSource
from orchestration.assets.warehouse import WRITER_POOL
from orchestration.projection_tables import projection_tables
from orchestration.publication.protocol import product_version
from orchestration.resources import ServedProject
from orchestration.settings import Settings
from orchestration.warehouse import open_warehouse, read_mart, rows

PROJECTIONS: Final = dg.AssetKey(["raw", "projections"])
REVENUE: Final = dg.AssetKey(["sales", "fct_monthly_revenue"])
_HISTORY_COLUMNS: Final = (
    "entity_code",
    "product_line",
    "region",
    "month_start_date",
    "net_amount_group",
)
