"""The doctor names what is wrong and its remedy, and is quiet about what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration import doctor
from orchestration.project_home import ProjectHome
from orchestration.settings import go_offline
from orchestration.writer_lock import writer_lock


def states(home: Path) -> dict[str, doctor.Finding]:
    go_offline()
    return {finding.name: finding for finding in doctor.examine(ProjectHome(home))}


def test_this_machine_can_run_the_platform(tmp_path: Path) -> None:
    found = states(tmp_path / "absent" / "home")

    assert [name for name, finding in found.items() if finding.state == "wrong"] == []
    assert {"python", "packages", "duckdb extension", "disk", "writer lock", "telemetry"} <= set(
        found
    )


def test_a_running_writer_is_named(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "writer.lock"):
        found = states(tmp_path)["writer lock"]

    assert found.state == "warning"
    assert "kill" in found.remedy


def test_a_switch_left_on_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_offline()
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")

    found = {one.name: one for one in doctor.examine(ProjectHome(tmp_path))}["telemetry"]

    assert found.state == "wrong"
    assert "GX_ANALYTICS_ENABLED" in found.detail


def test_a_package_that_differs_from_the_lock_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("duckdb==0.0.1 \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(doctor, "_LOCK", lock)

    found = states(tmp_path)["packages"]

    assert found.state == "wrong"
    assert "duckdb" in found.detail
    assert "make install" in found.remedy
