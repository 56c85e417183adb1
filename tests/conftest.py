"""What several rooms' tests share: a demo company published once a session by the real command."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from demo_runs import PublishedHome, ledgerhouse, write_demo_project
from late_postings import book_depreciation_again


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--crashes", type=int, default=0, help="kills in the crash campaign")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker makes the homes that many tests read while the others run what needs none.

    It goes on with the campaign of kills, longest by far: begun late, that would run alone.
    """
    makers = [item for item in items if "restated_home" in fixtures_of(item)]
    makers.sort(key=lambda item: item.get_closest_marker("crash") is None)
    items.sort(key=lambda item: (item not in makers[:1], "published_home" in fixtures_of(item)))


def fixtures_of(item: pytest.Item) -> tuple[str, ...]:
    """Names of all fixtures a test needs, those its fixtures need among them."""
    return getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def published_home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> PublishedHome:
    """A demo company at factor 0.05, run and published once a session; read it, never write it."""
    shared = _shared_folder(request, tmp_path_factory)
    project, home_root = shared / "published_project", shared / "published_home"

    def publish() -> str:
        write_demo_project(project, factor=0.05)
        return _output("run", "--project", project, "--home", home_root, "--json")

    document = _once(shared / "published_home.json", publish)
    return PublishedHome(project, home_root, home_root / document["project"], document)


@pytest.fixture(scope="session")
def closed_home(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    published_home: PublishedHome,
) -> PublishedHome:
    """That company after its books were closed through 2026-06 and published again; only read."""
    shared = _shared_folder(request, tmp_path_factory)
    home_root = shared / "closed_home"
    arguments = ("--project", published_home.project, "--home", home_root)

    def close_and_publish() -> str:
        shutil.copytree(published_home.home_root, home_root)
        _output("close", "--through", "2026-06", "--by", "Li Na", *arguments)
        return _output("run", *arguments, "--json")

    document = _once(shared / "closed_home.json", close_and_publish)
    return PublishedHome(
        published_home.project, home_root, home_root / document["project"], document
    )


@pytest.fixture(scope="session")
def restated_home(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    closed_home: PublishedHome,
) -> PublishedHome:
    """Those closed books after a depreciation of 2026-03 was booked twice, too late; only read."""
    shared = _shared_folder(request, tmp_path_factory)
    home_root = shared / "restated_home"
    home = home_root / closed_home.home.name

    def restate() -> str:
        shutil.copytree(closed_home.home_root, home_root)
        book_depreciation_again(home / "source_systems" / "erp.sqlite")
        return _output("run", "--project", closed_home.project, "--home", home_root, "--json")

    document = _once(shared / "restated_home.json", restate)
    return PublishedHome(closed_home.project, home_root, home, document)


@pytest.fixture(scope="session")
def built_warehouse(published_home: PublishedHome) -> Path:
    """The warehouse behind that release, every layer built; copy it before changing anything."""
    return published_home.home / "warehouse.duckdb"


def _shared_folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.getbasetemp()
    # Every worker of a session has its own folder below the one they share.
    return folder.parent if hasattr(request.config, "workerinput") else folder


def _once(printed: Path, make: Callable[[], str]) -> dict[str, Any]:
    """Let one worker make what all share; give what its command printed."""
    with printed.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            printed.write_text(make())
    document: dict[str, Any] = json.loads(printed.read_text())
    return document


def _output(*arguments: str | Path) -> str:
    finished = ledgerhouse(*arguments)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
