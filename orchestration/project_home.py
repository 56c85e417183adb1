"""Where everything of one project lies: names of the files and folders in its home.

**Belongs here**: paths, making the folders, Dagster's instance file.

**Keep out**: what the files contain.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from orchestration.settings import REPOSITORY

DAGSTER_TEMPLATE: Final = Path(__file__).with_name("dagster.yaml")
WORKSPACE: Final = REPOSITORY / "workspace.yaml"


class ProjectHome(NamedTuple):
    """The home of one project: `<home root>/<project name>`."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The file only the platform's own writer opens."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Releases, their manifests and `CURRENT`."""
        return self.root / "published"

    @property
    def state(self) -> Path:
        """The store of what people decided; it cannot be computed again."""
        return self.root / "state"

    @property
    def period_closes(self) -> Path:
        """What was reported for closed periods, a folder a close."""
        return self.state / "period_closes"

    @property
    def dagster(self) -> Path:
        """Dagster's instance folder: runs, events, schedules."""
        return self.root / "dagster"

    @property
    def dbt_target(self) -> Path:
        """Artifacts of dbt, a folder a command."""
        return self.root / "dbt_target"

    @property
    def logs(self) -> Path:
        """Logs of runs."""
        return self.root / "logs"

    @property
    def writer_lock(self) -> Path:
        """The lock a writer holds."""
        return self.root / "writer.lock"

    @property
    def last_run(self) -> Path:
        """Record of the last finished run, good or bad."""
        return self.root / "logs" / "last_run.json"

    def prepare(self) -> None:
        """Make the folders, and Dagster's instance file as this version wants it."""
        for folder in (self.published, self.dagster, self.dbt_target, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        wanted = DAGSTER_TEMPLATE.read_text(encoding="utf-8")
        instance_file = self.dagster / "dagster.yaml"
        if not instance_file.exists() or instance_file.read_text(encoding="utf-8") != wanted:
            instance_file.write_text(wanted, encoding="utf-8")
