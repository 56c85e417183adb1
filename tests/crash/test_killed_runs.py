"""Killed at any moment, a run leaves the last release sound, and later runs heal the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from demo_runs import LEDGERHOUSE, PublishedHome, ledgerhouse

from orchestration import failpoints
from orchestration.publication.protocol import verify
from orchestration.publication.releases import current_release, database_of

_SEED = 20261031


@pytest.mark.crash
@pytest.mark.timeout(3 * 3600)  # A hundred runs, each killed at a moment of its own.
@pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.nightly)])
def test_kills_at_random_moments_never_harm_a_release_and_a_run_heals(
    published_home: PublishedHome,
    restated_home: PublishedHome,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    kills: int,
) -> None:
    project, home = published_home.project, tmp_path / "home"
    clean = published_home.document  # what a run nobody disturbed made of the same company
    moments = random.Random(_SEED)
    published = home / clean["project"] / "published"
    # The first run lands everything; from then on a run is as short as one on landed sources.
    longest = float(clean["run"]["seconds"])
    longest_again = float(restated_home.document["run"]["seconds"])
    killed = 0
    while killed < (pytestconfig.getoption("--crashes") or kills):
        finished_after = kill_a_run(project, home, moments.uniform(0.5, longest))
        if finished_after is None:
            killed += 1
        else:
            longest_again = min(longest_again, finished_after)
        longest = longest_again
        assert_sound(published)

    healed = ledgerhouse("run", "--project", project, "--home", home, "--json")

    assert healed.returncode == 0, healed.stderr
    assert json.loads(healed.stdout)["content_hash"] == clean["content_hash"]
    assert_sound(published)
    assert {path.suffix for path in published.iterdir()} == {"", ".duckdb", ".json"}


@pytest.mark.crash
@pytest.mark.nightly
@pytest.mark.parametrize("point", failpoints.NAMES)
def test_killed_at_a_named_point_a_run_heals(
    published_home: PublishedHome, tmp_path: Path, point: str
) -> None:
    clean = published_home.document
    published = tmp_path / clean["project"] / "published"
    command = [*(LEDGERHOUSE, "run"), *("--project", str(published_home.project))]
    killed = subprocess.run(
        [*command, "--home", str(tmp_path)],
        env={**os.environ, "LEDGERHOUSE_FAILPOINT": point},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert_sound(published)

    healed = ledgerhouse("run", "--project", published_home.project, "--home", tmp_path, "--json")

    assert healed.returncode == 0, healed.stderr
    assert json.loads(healed.stdout)["content_hash"] == clean["content_hash"]


def kill_a_run(project: Path, home: Path, after_seconds: float) -> float | None:
    """Start the real command and SIGKILL its process alone, as the kernel would.

    Returns None where it was killed, the seconds it took where it finished before that.
    """
    started = time.monotonic()
    command = [LEDGERHOUSE, "run", "--project", str(project), "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return None
        assert process.returncode == 0
        return time.monotonic() - started


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
