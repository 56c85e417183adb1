"""What a run holds while it runs: the writer lock, the served project, the dbt command.

**Belongs here**: Dagster resources.

**Keep out**: what is done with them (assets).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from dagster_dbt import DbtCliResource
from pydantic import PrivateAttr

from ingestion.project import Project, load_project
from orchestration.dbt_manifest import dbt_executable, partial_parse_of
from orchestration.failpoints import Failpoints
from orchestration.project_home import ProjectHome
from orchestration.settings import DBT_PROJECT_DIR, Settings, go_offline
from orchestration.warehouse import wait_until_free
from orchestration.writer_lock import writer_lock

if TYPE_CHECKING:
    from dbt.adapters.base.impl import BaseAdapter


class ServedProject(dg.ConfigurableResource["ServedProject"]):
    """The project with its source systems reachable, and the writer lock held, for one run.

    The default executor runs a whole graph in one process, so the lock is taken once a run; a
    second run of the same project fails at once and names the first.
    """

    project_folder: str
    data_folder: str | None
    home_root: str
    failpoint: str

    _project: Project | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["ServedProject"]:
        """Hold the lock and serve the project while the run's steps execute."""
        del context
        go_offline()
        project = load_project(
            Path(self.project_folder),
            data_dir=Path(self.data_folder) if self.data_folder else None,
            home=Path(self.home_root),
        )
        home = ProjectHome(project.home)
        home.prepare()
        with writer_lock(home.writer_lock):
            wait_until_free(home.warehouse)
            with project.serving() as served:
                self._project = served
                yield self

    @property
    def project(self) -> Project:
        """The served project."""
        if self._project is None:
            raise dg.DagsterInvariantViolationError("The project is served only inside a run.")
        return self._project

    @property
    def home(self) -> ProjectHome:
        """Its home."""
        return ProjectHome(self.project.home)

    @property
    def failpoints(self) -> Failpoints:
        """For crash tests; inert otherwise."""
        return Failpoints(self.failpoint)


class DbtCommand(DbtCliResource):
    """dbt as a subprocess that ends with this process, so that no lock on the file lingers."""

    def _initialize_dbt_core_adapter(self, args: object) -> "BaseAdapter | None":  # type: ignore[override]  # the parent's answer is optional to its caller
        """No adapter in this process: it would import dbt here and open the warehouse again."""
        del args
        return None


def served_project(settings: Settings) -> ServedProject:
    """The served project that `settings` name."""
    return ServedProject(
        project_folder=str(settings.project),
        data_folder=str(settings.data) if settings.data else None,
        home_root=str(settings.home),
        failpoint=settings.failpoint,
    )


def dbt_command(manifest: Path, writer_pid: int) -> DbtCommand:
    """The dbt command with the prepared manifest.

    Args:
        manifest: Prepared `manifest.json`.
        writer_pid: Process whose end ends dbt.
    """
    return DbtCommand(
        project_dir=str(DBT_PROJECT_DIR),
        profiles_dir=str(DBT_PROJECT_DIR),
        dbt_executable=dbt_executable(),
        global_config_flags=[
            # The run's log has what dbt says; its debug log, a fifth of a build, nobody reads.
            "--log-level-file=none",
            f"--writer-pid={writer_pid}",
            f"--parsed={partial_parse_of(manifest)}",
        ],
    )
