"""The jobs people and schedules start, each with the longest time it may take.

**Belongs here**: which assets a job makes.

**Keep out**: when it starts (`schedules`, `sensors`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from orchestration.assets.landing import AFRESH_TAG
from orchestration.assets.publication import RELEASE
from orchestration.assets.warehouse import PROJECTIONS

DAILY_REFRESH: Final = "daily_refresh"
MONTH_END_CLOSE: Final = "month_end_close"
FORECAST_REFRESH: Final = "forecast_refresh"
BACKFILL: Final = "backfill"


class _Job(NamedTuple):
    name: str
    description: str
    max_runtime_seconds: int
    lands_afresh: bool = False


_WHOLE_GRAPH: Final = (
    _Job(DAILY_REFRESH, "Land what is new, build, prove, project and publish.", 3600),
    _Job(MONTH_END_CLOSE, "A daily refresh whose release is pinned for the closed month.", 3600),
    _Job(BACKFILL, "Land every source again in full, then build and publish once.", 7200, True),
)


def build_jobs() -> list[UnresolvedAssetJobDefinition]:
    """All jobs; those that land cover a range of months, since landing assets are partitioned."""
    jobs = [
        dg.define_asset_job(
            job.name,
            selection=dg.AssetSelection.all(),
            description=job.description,
            tags={
                "dagster/max_runtime": str(job.max_runtime_seconds),
                AFRESH_TAG: str(job.lands_afresh).lower(),
            },
            executor_def=dg.in_process_executor,
        )
        for job in _WHOLE_GRAPH
    ]
    projections = dg.AssetSelection.assets(PROJECTIONS)
    jobs.append(
        dg.define_asset_job(
            FORECAST_REFRESH,
            selection=projections.downstream() | dg.AssetSelection.assets(RELEASE),
            description="Project revenue again from the warehouse as it stands, and publish.",
            tags={"dagster/max_runtime": "1800"},
            executor_def=dg.in_process_executor,
        )
    )
    return jobs
