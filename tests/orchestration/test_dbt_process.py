"""Dbt, as the platform starts it, never outlives the run that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from orchestration.dbt_manifest import DbtProjectBroken, dbt_executable, prepare_manifest
from orchestration.warehouse import WarehouseBusy, wait_until_free

WRITER = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', sys.argv[1], sys.argv[2]])\n"
    "time.sleep(120)\n"
)
CHILD = (
    "import os, sys, threading, time\n"
    "import duckdb\n"
    "from orchestration.dbt_process import _die_with\n"
    "connection = duckdb.connect(sys.argv[1])\n"
    "threading.Thread(target=_die_with, args=(os.getppid(),), daemon=True).start()\n"
    "sys.stdout.write('held\\n'); sys.stdout.flush()\n"
    "time.sleep(120)\n"
)


def test_the_version_is_told_without_asking_an_index() -> None:
    told = subprocess.run([dbt_executable(), "--version"], capture_output=True, check=True)
    assert version("dbt-core") in told.stdout.decode()
    assert "latest" not in told.stdout.decode()


@pytest.mark.crash
def test_the_child_of_a_killed_run_lets_go_of_the_warehouse(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, CHILD, str(warehouse)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        os.kill(writer.pid, signal.SIGKILL)
        wait_until_free(warehouse)


def test_a_program_that_keeps_the_warehouse_open_is_named(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    holder = (
        "import sys, time, duckdb\n"
        "connection = duckdb.connect(sys.argv[1])\n"
        "sys.stdout.write('held\\n'); sys.stdout.flush(); time.sleep(120)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(warehouse)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(WarehouseBusy, match=str(other.pid)):
            wait_until_free(warehouse, seconds=0.3)
        other.kill()


def write_dbt_project(folder: Path, sql: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "dbt_project.yml").write_text(
        "name: tiny\nversion: '1.0'\nprofile: tiny\nmodel-paths: [.]\n"
    )
    (folder / "profiles.yml").write_text(
        "tiny: {target: d, outputs: {d: {type: duckdb, path: ':memory:'}}}\n"
    )
    (folder / "one.sql").write_text(sql)
    return folder


def test_the_manifest_is_prepared_once_and_again_after_a_change(tmp_path: Path) -> None:
    project = write_dbt_project(tmp_path / "tiny", "select 1 as id")
    first = prepare_manifest(project)
    prepared_at = first.stat().st_mtime_ns
    assert prepare_manifest(project) == first
    assert first.stat().st_mtime_ns == prepared_at

    write_dbt_project(project, "select 2 as id")
    second = prepare_manifest(project)

    assert "select 2 as id" in second.read_text()
    assert "select 1 as id" in first.read_text()  # a run in progress keeps what it began with


def test_a_project_that_does_not_parse_says_why(tmp_path: Path) -> None:
    project = write_dbt_project(tmp_path / "tiny", "select * from {{ ref('nothing') }}")
    with pytest.raises(DbtProjectBroken, match="nothing"):
        prepare_manifest(project)
