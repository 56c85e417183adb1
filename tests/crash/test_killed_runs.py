"""Killed at any moment, a run leaves the last release sound, and later runs heal the rest."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from demo_runs import LEDGERHOUSE, ledgerhouse, write_demo_project

from orchestration.publication.protocol import verify
from orchestration.publication.releases import current_release, database_of

_SEED = 20261031
_FACTOR = 0.02


@pytest.fixture(scope="module")
def clean_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """A project, the content hash of a run nobody disturbed, and the seconds it took."""
    folder = tmp_path_factory.mktemp("clean")
    project = write_demo_project(folder / "project", factor=_FACTOR)
    started = time.monotonic()
    finished = ledgerhouse("run", "--project", project, "--home", folder / "home", "--json")
    assert finished.returncode == 0, finished.stderr
    return project, json.loads(finished.stdout)["content_hash"], time.monotonic() - started


@pytest.mark.crash
@pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.nightly)])
def test_kills_at_random_moments_never_harm_a_release_and_a_run_heals(
    clean_run: tuple[Path, str, float],
    tmp_path: Path,
    pytestconfig: pytest.Config,
    kills: int,
) -> None:
    project, clean_hash, seconds = clean_run
    moments = random.Random(_SEED)
    published = tmp_path / "home" / stated_name(project) / "published"
    killed = 0
    while killed < (pytestconfig.getoption("--crashes") or kills):
        is_killed = kill_a_run(project, tmp_path / "home", moments.uniform(0.5, seconds))
        killed += is_killed
        assert_sound(published)

    healed = ledgerhouse("run", "--project", project, "--home", tmp_path / "home", "--json")

    assert healed.returncode == 0, healed.stderr
    assert json.loads(healed.stdout)["content_hash"] == clean_hash
    assert_sound(published)
    assert {path.suffix for path in published.iterdir()} == {"", ".duckdb", ".json"}


def kill_a_run(project: Path, home: Path, after_seconds: float) -> bool:
    """Start the real command and SIGKILL its process alone, as the kernel would; False if late."""
    command = [LEDGERHOUSE, "run", "--project", str(project), "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True
        assert process.returncode == 0
        return False


def assert_sound(published: Path) -> None:
    """The release in force, if any, opens, is what its manifest says, and balances."""
    name = current_release(published)
    if name is None:
        return
    verify(published, name)
    with duckdb.connect(str(database_of(published, name)), read_only=True) as release:
        unbalanced = release.execute(
            """
            select entity_code, fiscal_period, sum(
                case line_code when 'total_assets' then amount else -amount end
            ) as difference
            from statements.rpt_balance_sheet
            where layout = 'ifrs' and line_code in ('total_assets', 'total_liabilities_and_equity')
            group by entity_code, currency_view, fiscal_period
            having difference <> 0
            """
        ).fetchall()
        lines = release.execute("select count(*) from ledger.fct_journal_lines").fetchall()
        total = release.execute("select sum(functional_amount) from ledger.fct_journal_lines")
        assert total.fetchall() == [(Decimal(0),)]
    assert unbalanced == []
    assert lines[0][0] > 0


def stated_name(project: Path) -> str:
    """The name a project's file states."""
    stated = (project / "ledgerhouse.yml").read_text().splitlines()
    return next(line.removeprefix("name: ") for line in stated if line.startswith("name: "))
