"""The settings of a run, read from the environment once, and the switches children inherit.

**Belongs here**: every `LEDGERHOUSE_*` variable with its default, and the environment that child
processes and libraries get from us (telemetry off, one BLAS thread a worker).

**Keep out**: what a project contains (`ledgerhouse.yml`, read by `ingestion.project`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY: Final = Path(__file__).resolve().parents[1]
DBT_PROJECT_DIR: Final = REPOSITORY / "dbt_project"

# Nothing in the product calls home. Each library has its own switch; a test reads them all.
OFFLINE_SWITCHES: Final = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "DAGSTER_DISABLE_TELEMETRY": "true",
}


class Settings(BaseSettings):
    """Where a run finds its project and keeps its home, and how it behaves.

    Attributes:
        project: Folder with `ledgerhouse.yml`.
        data: Folder that stands for `${data}` in the project file; None where it has none.
        home: Root of all project homes; a project lives in `<home>/<project name>`.
        forecast_profile: Ensemble used by the projections asset.
        forecast_horizon: Months projected.
        forecast_seed: Seed of everything random in a projection.
        keep_releases: Releases kept besides pinned ones.
        failpoint: Name of the failpoint at which the process kills itself; empty outside tests.
    """

    model_config = SettingsConfigDict(
        env_prefix="LEDGERHOUSE_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    project: Path = REPOSITORY / "examples" / "demo_company"
    data: Path | None = None
    home: Path = REPOSITORY / "data"
    forecast_profile: Literal["quick", "default"] = "quick"
    forecast_horizon: int = Field(default=12, ge=1, le=36)
    forecast_seed: int = 20261031
    keep_releases: int = Field(default=3, ge=1)
    failpoint: str = ""


def go_offline() -> None:
    """Turn the telemetry of every library off for this process and its children."""
    os.environ.update(OFFLINE_SWITCHES)


def switches_left_on() -> list[str]:
    """Names of telemetry switches that are not off in this process (empty is good)."""
    return [name for name, value in OFFLINE_SWITCHES.items() if os.environ.get(name) != value]


def use_dagster_home(folder: Path) -> None:
    """Point Dagster's own processes at an instance folder."""
    os.environ["DAGSTER_HOME"] = str(folder.resolve())


def dagster_home() -> Path:
    """The instance folder Dagster's processes were pointed at."""
    return Path(os.environ["DAGSTER_HOME"])


def use_warehouse(warehouse: Path) -> None:
    """Point dbt's profile, in children of this process, at a warehouse file."""
    os.environ["LEDGERHOUSE_WAREHOUSE"] = str(warehouse.resolve())


def child_environment(**values: str | Path) -> dict[str, str]:
    """This process's environment with `values` on top, for a child process."""
    return {
        **os.environ,
        **OFFLINE_SWITCHES,
        **{name: str(value) for name, value in values.items()},
    }
