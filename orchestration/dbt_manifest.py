"""Prepare dbt's manifest once, and again only when a file of the dbt project has changed.

**Belongs here**: `dbt parse` into a folder shared by all projects, under a lock.

**Keep out**: running models (`orchestration.assets.warehouse`).

Run it alone: `python -m orchestration.dbt_manifest`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from orchestration.settings import DBT_PROJECT_DIR, child_environment

_SOURCE_SUFFIXES: Final = frozenset({".sql", ".yml", ".yaml", ".csv", ".md", ".py"})
_GENERATED: Final = frozenset({"target", "logs"})
_PREFIX: Final = "prepared_"
_KEPT: Final = 4


class DbtProjectBroken(RuntimeError):
    """The dbt project must parse."""


def dbt_executable() -> str:
    """The `ledgerhouse-dbt` command of the environment this process runs in."""
    return str(Path(sys.executable).parent / "ledgerhouse-dbt")


def prepare_manifest(project_dir: Path = DBT_PROJECT_DIR) -> Path:
    """Parse the dbt project unless that was done for exactly these files.

    What is prepared lies in a folder named by a hash of the files, so that a run in progress keeps
    the manifest it began with while somebody edits a model.

    Args:
        project_dir: The dbt project.

    Returns:
        `manifest.json`; `partial_parse.msgpack` lies beside it.

    Raises:
        DbtProjectBroken: dbt cannot parse it; the message holds dbt's own words.
    """
    target = project_dir / "target"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepared = target / f"{_PREFIX}{_describe_sources(project_dir)[:16]}"
        if not prepared.exists():
            unfinished = target / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            _parse(project_dir, unfinished)
            unfinished.rename(prepared)
            _keep_newest(target)
    return prepared / "manifest.json"


def partial_parse_of(manifest: Path) -> Path:
    """The manifest in dbt's own binary form of the manifest."""
    return manifest.with_name("partial_parse.msgpack")


def _describe_sources(project_dir: Path) -> str:
    """A hash over the content of every source file, and over dbt's version."""
    digest = hashlib.sha256(version("dbt-core").encode())
    for path in sorted(project_dir.rglob("*")):
        inside = path.relative_to(project_dir)
        if path.suffix in _SOURCE_SUFFIXES and inside.parts[0] not in _GENERATED:
            digest.update(f"{inside}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _keep_newest(target: Path) -> None:
    prepared = sorted(target.glob(f"{_PREFIX}*"), key=lambda folder: folder.stat().st_mtime)
    for folder in prepared[:-_KEPT]:
        shutil.rmtree(folder)


def _parse(project_dir: Path, target: Path) -> None:
    # A path of its own: what `dbt parse` writes is then the same whoever starts it.
    finished = subprocess.run(  # noqa: S603  (our own executable, no shell)
        [
            *(dbt_executable(), f"--writer-pid={os.getpid()}", "parse", "--quiet"),
            *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
        ],
        env=child_environment(
            DBT_TARGET_PATH=target,
            DBT_LOG_PATH=target,
            # Never opened; dbt writes the file's stem into every node, as a run's file is named.
            LEDGERHOUSE_WAREHOUSE=target / "warehouse.duckdb",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise DbtProjectBroken(
            f"{project_dir} does not parse: {(finished.stdout + finished.stderr).strip()}. "
            "Correct the file named, then run again."
        )


if __name__ == "__main__":
    prepare_manifest()
