"""What our event log keeps, Dagster's own reads."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.run_history import RunHistory


@dg.asset
def answer() -> int:
    return 42


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterInstance:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    (tmp_path / "dagster.yaml").write_text(
        "telemetry: {enabled: false}\n"
        "event_log_storage: {module: orchestration.run_history, class: RunHistory, config: {}}\n"
    )
    return dg.DagsterInstance.get()


def test_events_of_every_run_are_read_by_dagsters_own_log(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    runs = [dg.materialize([answer], instance=instance).run_id for _ in range(3)]
    assert isinstance(instance.event_log_storage, RunHistory)
    written = {run: len(instance.all_logs(run)) for run in reversed(runs)}
    instance.dispose()

    own = SqliteEventLogStorage(str(tmp_path / "history" / "runs"))

    assert {run: len(own.get_logs_for_run(run)) for run in runs} == written
    assert min(written.values()) > 5
    made = own.fetch_materializations(dg.AssetKey("answer"), limit=10)
    assert [record.run_id for record in made.records] == runs[::-1]
