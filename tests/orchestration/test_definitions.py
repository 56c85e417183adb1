"""The Dagster graph as people see it: named, grouped, owned, bounded, and quiet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from ingestion.project import load_project
from ingestion.registry import source_names
from orchestration.assets.landing import AFRESH_TAG
from orchestration.assets.publication import RELEASE
from orchestration.assets.warehouse import PROJECTIONS
from orchestration.checks.invariants import INVARIANT_RESULTS, listed_invariants
from orchestration.definitions import build_definitions
from orchestration.schedules import TIME_ZONE
from orchestration.sensors import build_sensors
from orchestration.settings import Settings


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions(Settings())


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> dg.AssetGraph:
    return definitions.resolve_asset_graph()


def test_definitions_hold_together(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_every_registered_source_is_an_asset_by_its_name(graph: dg.AssetGraph) -> None:
    made = {key.to_user_string() for key in graph.materializable_asset_keys}
    assert {f"raw/{name}" for name in source_names()} <= made


def test_every_asset_has_a_group_a_description_and_an_owner(graph: dg.AssetGraph) -> None:
    bare = [
        key.to_user_string()
        for key in graph.materializable_asset_keys
        if not (
            graph.get(key).description
            and (graph.get(key).owners or key.path[0] == "seeds")
            and graph.get(key).group_name != "default"
        )
    ]
    assert bare == []


def test_projections_lie_between_the_revenue_they_learn_from_and_the_marts_that_show_them(
    graph: dg.AssetGraph,
) -> None:
    projections = graph.get(dg.AssetKey(["raw", "projections"]))
    assert projections.parent_keys == {dg.AssetKey(["sales", "fct_monthly_revenue"])}
    shown = graph.get(dg.AssetKey(["planning", "fct_forecasts"]))
    assert projections.key in dg.AssetSelection.assets(shown.key).upstream().resolve(graph)


def test_the_audit_sees_the_whole_run_and_publication_comes_last(graph: dg.AssetGraph) -> None:
    before_audit = dg.AssetSelection.assets(INVARIANT_RESULTS).upstream().resolve(graph)
    assert PROJECTIONS in before_audit
    assert graph.get(RELEASE).child_keys == set()
    unpublished = (
        graph.materializable_asset_keys
        - dg.AssetSelection.assets(RELEASE).upstream().resolve(graph)
        - {key for key in graph.materializable_asset_keys if key.path[0] == "seeds"}
    )
    assert unpublished == set()


def test_every_error_invariant_is_a_check_that_blocks_publication(graph: dg.AssetGraph) -> None:
    for invariant in listed_invariants():
        check = graph.get(dg.AssetCheckKey(INVARIANT_RESULTS, invariant.check_name))
        assert check.blocking == (invariant.severity == "error")


def test_every_job_is_bounded_and_runs_in_one_process(definitions: dg.Definitions) -> None:
    jobs = [job for job in definitions.resolve_all_job_defs() if not job.name.startswith("__")]
    assert {job.name for job in jobs} == {
        "daily_refresh",
        "month_end_close",
        "forecast_refresh",
        "backfill",
    }
    afresh = {job.name for job in jobs if job.tags.get(AFRESH_TAG) == "true"}
    assert afresh == {"backfill"}
    for job in jobs:
        assert int(job.tags["dagster/max_runtime"]) <= 7200
        assert job.executor_def.name == "in_process"


def test_everything_that_writes_the_warehouse_shares_a_pool_of_one(graph: dg.AssetGraph) -> None:
    outside = {
        key.to_user_string() for key in graph.materializable_asset_keys if not graph.get(key).pools
    }
    assert outside == set()


def test_schedules_and_sensors_are_off_until_somebody_turns_them_on(
    definitions: dg.Definitions,
) -> None:
    repository = definitions.get_repository_def()
    assert {one.default_status for one in repository.schedule_defs} == {
        dg.DefaultScheduleStatus.STOPPED
    }
    assert {one.default_status for one in repository.sensor_defs} == {
        dg.DefaultSensorStatus.STOPPED
    }


def test_every_tick_of_a_schedule_asks_for_a_run_its_job_accepts(
    definitions: dg.Definitions,
) -> None:
    repository = definitions.get_repository_def()
    tick = datetime(2026, 11, 3, 6, 0, tzinfo=ZoneInfo(TIME_ZONE))
    for schedule in repository.schedule_defs:
        with dg.build_schedule_context(
            scheduled_execution_time=tick, repository_def=repository
        ) as context:
            (request,) = schedule.evaluate_tick(context).run_requests or []
        job = definitions.resolve_job_def(schedule.job_name)
        assert dg.validate_run_config(job, request.run_config)


def test_closing_a_month_pins_its_release(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("third_of_the_month")
    tick = datetime(2026, 11, 3, 6, 0, tzinfo=ZoneInfo(TIME_ZONE))
    with dg.build_schedule_context(scheduled_execution_time=tick) as context:
        (request,) = schedule.evaluate_tick(context).run_requests or []
    assert "'2026-10 closed'" in str(request.run_config)
    assert request.tags["dagster/asset_partition_range_end"] == "2026-10"


def test_new_bank_files_ask_for_one_run(tmp_path: Path) -> None:
    project = load_project(Settings().project, home=tmp_path)
    (sensor,) = build_sensors(project)
    folder = Path(str(project.sources["bank"]["folder"]))

    with dg.build_sensor_context() as context:
        assert (sensor.evaluate_tick(context).run_requests or []) == []
        folder.mkdir(parents=True)
        (folder / "statement.xml").write_text("<Document/>")
        first = sensor.evaluate_tick(context)
        assert len(first.run_requests or []) == 1
    with dg.build_sensor_context(cursor=first.cursor) as context:
        assert (sensor.evaluate_tick(context).run_requests or []) == []
