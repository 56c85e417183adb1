"""Landing reports to nobody, also where the environment says nothing about telemetry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from landed_projects import project_at

_LANDED = """
import socket, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]

def refuse(self, address):
    raise AssertionError(f"connects to {address}")

socket.socket.connect = refuse
from ledger_source import LedgerSource, entry, handed_over
from ingestion.pipeline import land
from ingestion.project import load_project

folder = Path(sys.argv[1])
land(LedgerSource(handed_over(entry(1))), load_project(folder, home=folder / "home"))
from dlt.common.runtime import anon_tracker
assert anon_tracker._ANON_TRACKER_ENDPOINT is None, anon_tracker._ANON_TRACKER_ENDPOINT
"""


def test_dlts_telemetry_is_off_whatever_the_environment_says(tmp_path: Path) -> None:
    project_at(tmp_path, {})
    here = Path(__file__).parent
    silent = {key: value for key, value in os.environ.items() if "TELEMETRY" not in key}
    finished = subprocess.run(
        [sys.executable, "-c", _LANDED, str(tmp_path), str(here), str(here.parents[1])],
        env=silent,
        check=False,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
