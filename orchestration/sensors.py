"""What starts a run when something happens: new bank files.

**Belongs here**: looking at a folder and requesting a run once per change.

**Keep out**: reading the files (ingestion).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from ingestion.project import Project
from orchestration.jobs import DAILY_REFRESH
from orchestration.partitions import open_months


def build_sensors(project: Project) -> list[dg.SensorDefinition]:
    """A sensor on the bank folder, where the project has one; off until somebody turns it on."""
    folder = project.sources.get("bank", {}).get("folder")
    if folder is None:
        return []
    return [_bank_files(Path(str(folder)), project)]


def _bank_files(folder: Path, project: Project) -> dg.SensorDefinition:
    @dg.sensor(
        name="new_bank_files",
        job_name=DAILY_REFRESH,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description=f"A file appears or changes in {folder}.",
    )
    def new_bank_files(
        context: dg.SensorEvaluationContext,
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        seen = describe_folder(folder)
        if not seen:
            yield dg.SkipReason(f"{folder} holds no file.")
        elif seen == context.cursor:
            yield dg.SkipReason(f"Nothing new in {folder}.")
        else:
            context.update_cursor(seen)
            yield dg.RunRequest(run_key=seen, tags=dict(open_months(project.as_of).tags()))

    return new_bank_files


def describe_folder(folder: Path) -> str:
    """A hash over name, size and time of every file; empty for an empty or absent folder."""
    described = sorted(
        f"{path.relative_to(folder)}\t{found.st_size}\t{found.st_mtime_ns}"
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
        for found in [path.stat()]
    )
    return hashlib.sha256("\n".join(described).encode()).hexdigest() if described else ""
