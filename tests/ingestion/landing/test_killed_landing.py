"""A landing that is killed at any point is made good by the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from landed_projects import current, project_at
from ledger_source import LedgerSource, entry, handed_over

from ingestion.pipeline import land
from ingestion.warehouse import open_warehouse

pytestmark = pytest.mark.crash

STEPS = ("repaired", "staged", "extracted", "normalized", "loaded", "recorded")
AFTER = handed_over(entry(1, "1.50"), entry(3, "3.00"), source_rows=2, source_sum="4.50")

_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from ledger_source import LedgerSource
from test_killed_landing import AFTER
from ingestion.pipeline import land
from ingestion.project import load_project

def die_at(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
land(LedgerSource(AFTER), load_project(folder, home=folder / "home"), on_step=die_at)
"""


@pytest.mark.parametrize("step", STEPS)
def test_the_next_run_ends_equal_to_a_clean_one(tmp_path: Path, step: str) -> None:
    project = project_at(tmp_path, {})
    land(LedgerSource(handed_over(entry(1, "1.00"), entry(2, "2.00"))), project)
    here = Path(__file__).parent
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), step, str(here), str(here.parents[1])],
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    report = land(LedgerSource(AFTER), project)

    assert dict(current(project, "raw_ledger.entries", "id, amount")) == {
        1: Decimal("1.5000"),
        3: Decimal("3.0000"),
    }
    with open_warehouse(project.warehouse, read_only=True) as connection:
        versions = connection.execute(
            "select id, _is_deleted, count(*) from raw_ledger.entries group by all order by all"
        ).fetchall()
        unrecorded = connection.execute(
            "select count(*) from raw_ledger.entries "
            "where _load_id not in (select load_id from raw_landing.loads)"
        ).fetchall()
    assert versions == [(1, False, 2), (2, False, 1), (2, True, 1), (3, False, 1)]
    assert unrecorded == [(0,)]
    assert report.loaded_rows == (0 if step == "recorded" else 3)
    assert land(LedgerSource(AFTER), project).loaded_rows == 0
