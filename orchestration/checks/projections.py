"""What must be true of a projection whatever the figures: ranges in order, children add up.

**Belongs here**: checks on the newest projection as landed.

**Keep out**: accuracy as such (`forecasting` scores it); the dashboards show the scores.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import dagster as dg

from orchestration.assets.warehouse import PROJECTIONS, WRITER_POOL
from orchestration.resources import ServedProject
from orchestration.warehouse import open_warehouse, rows

_NEWEST: Final = """
    from raw_projections.revenue_forecasts as forecasts
    where run_id = (
        select run_id from raw_projections.revenue_forecasts
        order by _recorded_at desc, run_id desc limit 1
    )
"""


class _Rule(NamedTuple):
    name: str
    description: str
    is_error: bool
    offending: str


_RULES: Final = (
    _Rule(
        "ranges_do_not_cross",
        "FC-3: a narrower range lies inside a wider one, the value inside all.",
        True,
        "select entity_code || ' ' || product_line || ' ' || region || ' ' || month_start_date "
        f"{_NEWEST} and not (lo95 <= lo80 and lo80 <= lo50 and lo50 <= value_amount "
        "and value_amount <= hi50 and hi50 <= hi80 and hi80 <= hi95)",
    ),
    _Rule(
        "children_add_up",
        "FC-2: the group's projection is the sum of its series', to a cent a series.",
        True,
        "select model || ' ' || month_start_date from (select model, month_start_date, "
        "sum(value_amount) filter (where entity_code = 'GROUP' and product_line = 'ALL' "
        "and region = 'ALL') as parent, "
        "sum(value_amount) filter (where entity_code <> 'GROUP' and product_line <> 'ALL' "
        "and region <> 'ALL') as children, count(*) as nodes "
        f"{_NEWEST} group by model, month_start_date) "
        "where abs(parent - children) > 0.01 * nodes",
    ),
    _Rule(
        "published_model_has_skill",
        "FC-5: what is published beat the seasonal naive model in its backtest, or is it.",
        False,
        f"select distinct model {_NEWEST} and is_published and model = 'seasonal_naive'",
    ),
)


def build_projection_checks() -> list[dg.AssetChecksDefinition]:
    """One check per rule, computed together."""

    @dg.multi_asset_check(
        name="projection_rules",
        pool=WRITER_POOL,
        specs=[
            dg.AssetCheckSpec(
                name=rule.name,
                asset=PROJECTIONS,
                description=rule.description,
                blocking=rule.is_error,
            )
            for rule in _RULES
        ],
    )
    def check_projections(served: ServedProject) -> Iterator[dg.AssetCheckResult]:
        """Look for offending rows of the newest projection."""
        with open_warehouse(served.home.warehouse) as connection:
            offending = {
                rule.name: [str(row[0]) for row in rows(connection, rule.offending)]
                for rule in _RULES
            }
        for rule in _RULES:
            yield _result(rule, offending[rule.name])

    return [check_projections]


def _result(rule: _Rule, offending: list[str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=rule.name,
        asset_key=PROJECTIONS,
        passed=not offending,
        severity=dg.AssetCheckSeverity.ERROR if rule.is_error else dg.AssetCheckSeverity.WARN,
        description=f"{rule.description} Offending: {offending[0]}." if offending else "Holds.",
        metadata={"offending_rows": len(offending)},
    )
