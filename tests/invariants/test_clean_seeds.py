"""Twenty companies of other seeds raise no alarm: the invariants fit books, not one company."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from demo_runs import ledgerhouse, write_demo_project


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, 21))
def test_a_company_of_another_seed_raises_no_alarm(seed: int, tmp_path: Path) -> None:
    project = write_demo_project(tmp_path / "project", factor=0.05, seed=seed)
    finished = ledgerhouse("run", "--project", project, "--home", tmp_path / "home", "--json")
    assert finished.returncode == 0, finished.stderr
    document = json.loads(finished.stdout)
    assert document["invariants_failed"] == 0
    assert document["quarantined_rows"] == 0
