"""The table of contents of the platform in Dagster: every asset, check, job, schedule and sensor.

**Belongs here**: `build_definitions(settings)`, which puts the modules' parts together.

**Keep out**: the parts.

Look at it with `ledgerhouse serve`, or `dagster definitions validate -m orchestration.definitions`.
"""

from __future__ import annotations

import os

import dagster as dg

from ingestion.project import load_project
from orchestration.assets.landing import build_landing_assets
from orchestration.assets.projections import build_projections_asset
from orchestration.assets.publication import build_release_asset
from orchestration.assets.warehouse import build_warehouse_assets
from orchestration.checks.invariants import build_invariant_checks, listed_invariants
from orchestration.checks.landed_data import build_landed_data_checks
from orchestration.checks.projections import build_projection_checks
from orchestration.dbt_manifest import prepare_manifest
from orchestration.jobs import build_jobs
from orchestration.partitions import monthly_partitions
from orchestration.resources import dbt_command, served_project
from orchestration.schedules import build_schedules
from orchestration.sensors import build_sensors
from orchestration.settings import Settings, go_offline


def build_definitions(settings: Settings) -> dg.Definitions:
    """Everything Dagster knows about one project.

    Args:
        settings: Which project, and how projections and publication behave. Nothing is read but
            the project file, the dbt project and its prepared manifest.
    """
    project = load_project(settings.project, data_dir=settings.data, home=settings.home)
    months = monthly_partitions(project.as_of)
    manifest = prepare_manifest()
    warehouse = build_warehouse_assets(manifest)
    return dg.Definitions(
        assets=[
            *build_landing_assets(list(project.sources), months),
            *warehouse,
            build_projections_asset(settings),
            build_release_asset(
                sorted(key for built in warehouse for key in built.keys if key.path[0] != "seeds"),
                keep_releases=settings.keep_releases,
            ),
        ],
        asset_checks=[
            *build_landed_data_checks(list(project.sources)),
            build_invariant_checks(listed_invariants()),
            *build_projection_checks(),
        ],
        jobs=build_jobs(),
        schedules=build_schedules(project.as_of),
        sensors=build_sensors(project),
        resources={
            "served": served_project(settings),
            "dbt": dbt_command(manifest, os.getpid()),
        },
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster loads; built when it asks, so that importing the module stays cheap."""
    go_offline()
    return build_definitions(Settings())
