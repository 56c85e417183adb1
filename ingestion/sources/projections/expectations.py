"""What a landed projection must satisfy: the contracts of the tables in `raw_projections`.

**Belongs here**: columns, keys and row rules.

**Keep out**: how a projection is computed (`forecasting`).
"""

from __future__ import annotations

from typing import Final

from ingestion.landed_source import Column, Rule, TableContract

_SERIES: Final = (
    Column("run_id", "text", nullable=False, description="inputs and run of the projection"),
    Column("origin_month", "date", nullable=False, description="last month it learned from"),
    Column("entity_code", "text", nullable=False, description="entity, or GROUP"),
    Column("product_line", "text", nullable=False, description="product line, or ALL"),
    Column("region", "text", nullable=False, description="region, or ALL"),
    Column("month_start_date", "date", nullable=False, description="month projected"),
    Column("horizon", "integer", nullable=False, description="months after origin_month"),
    Column("model", "text", nullable=False, description="model that projected it"),
)
_KEY: Final = tuple(column.name for column in _SERIES)
_NODE: Final = ("entity_code", "product_line", "region")
_MONTHLY: Final = frozenset({"month_start_date", "horizon", "model"})

REVENUE_FORECASTS: Final = TableContract(
    name="revenue_forecasts",
    columns=(
        *_SERIES,
        Column("value_amount", "money", nullable=False, description="median [currency_code]"),
        *(
            Column(f"{side}{level}", "money", description=f"{level} % interval [currency_code]")
            for level in (50, 80, 95)
            for side in ("lo", "hi")
        ),
        Column("currency_code", "text", nullable=False, description="presentation currency"),
        Column("is_published", "boolean", nullable=False, description="chosen for publication"),
    ),
    key=_KEY,
    sums=("value_amount",),
    rules=(
        Rule("horizon_is_positive", "horizon > 0"),
        Rule("intervals_widen", "lo95 <= lo80 and lo80 <= lo50 and hi50 <= hi80 and hi80 <= hi95"),
    ),
)

REVENUE_QUARTERS: Final = TableContract(
    name="revenue_quarters",
    columns=(
        *(column for column in _SERIES if column.name not in _MONTHLY),
        Column("quarter_start_date", "date", nullable=False, description="first of three months"),
        Column("value_amount", "money", nullable=False, description="of the three months"),
        Column("lo80", "money", description="80 % interval of their sum [currency_code]"),
        Column("hi80", "money", description="80 % interval of their sum [currency_code]"),
        Column("currency_code", "text", nullable=False, description="presentation currency"),
    ),
    key=("run_id", "origin_month", *_NODE, "quarter_start_date"),
    sums=("value_amount",),
    rules=(Rule("interval_holds_the_value", "lo80 <= value_amount and value_amount <= hi80"),),
)

REVENUE_BACKTESTS: Final = TableContract(
    name="revenue_backtests",
    columns=(
        *_SERIES,
        Column("actual_amount", "money", description="what came [presentation currency]"),
        Column("value_amount", "money", nullable=False, description="what was projected"),
    ),
    key=_KEY,
    sums=("value_amount",),
    rules=(Rule("horizon_is_positive", "horizon > 0"),),
)

FORECAST_SCORES: Final = TableContract(
    name="forecast_scores",
    columns=(
        Column("run_id", "text", nullable=False, description="inputs and run of the projection"),
        Column("entity_code", "text", nullable=False, description="entity, or GROUP"),
        Column("product_line", "text", nullable=False, description="product line, or ALL"),
        Column("region", "text", nullable=False, description="region, or ALL"),
        Column("model", "text", nullable=False, description="model scored"),
        Column("measure", "text", nullable=False, description="mase, wape, bias, coverage_80 …"),
        Column("score", "rate", description="null where the series allows no score"),
    ),
    key=("run_id", "entity_code", "product_line", "region", "model", "measure"),
)

TABLES: Final = (REVENUE_FORECASTS, REVENUE_QUARTERS, REVENUE_BACKTESTS, FORECAST_SCORES)
