"""What several rooms' tests share: a demo company published once a session by the real command."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest
from demo_runs import PublishedHome, ledgerhouse, write_demo_project


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--crashes", type=int, default=0, help="kills in the crash campaign")


@pytest.fixture(scope="session")
def published_home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> PublishedHome:
    """A demo company at factor 0.05, run and published once a session; read it, never write it."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent  # every worker of a session has its own folder below this one
    project, home_root = shared / "published_project", shared / "published_home"
    printed = shared / "published_home.json"
    with (shared / "published_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            write_demo_project(project, factor=0.05)
            finished = ledgerhouse("run", "--project", project, "--home", home_root, "--json")
            assert finished.returncode == 0, finished.stderr
            printed.write_text(finished.stdout)
    document = json.loads(printed.read_text())
    return PublishedHome(project, home_root, home_root / document["project"], document)


@pytest.fixture(scope="session")
def built_warehouse(published_home: PublishedHome) -> Path:
    """The warehouse behind that release, every layer built; copy it before changing anything."""
    return published_home.home / "warehouse.duckdb"
