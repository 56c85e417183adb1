"""The dbt manifest, parsed once for every test that reads the project's graph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dbt itself makes of dbt_project/, without a warehouse."""
    target = tmp_path_factory.mktemp("dbt_target")
    subprocess.run(
        [
            *(str(Path(sys.executable).with_name("dbt")), "parse", "--no-partial-parse"),
            *("--project-dir", "dbt_project", "--profiles-dir", "dbt_project"),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "LEDGERHOUSE_WAREHOUSE": str(target / "none.duckdb")},
        check=True,
        capture_output=True,
    )
    parsed: dict[str, Any] = json.loads((target / "manifest.json").read_text())
    return parsed
