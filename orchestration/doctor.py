"""What on this machine could stop the platform, each finding with its remedy.

**Belongs here**: checks that need neither network nor a run.

**Keep out**: the state of the data (`status`).
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal, NamedTuple

from orchestration.project_home import DAGSTER_TEMPLATE, ProjectHome
from orchestration.settings import DBT_PROJECT_DIR, REPOSITORY, switches_left_on
from orchestration.writer_lock import current_holder

_LOCK: Final = REPOSITORY / "requirements.lock"
_NEEDED_BYTES: Final = 2 * 1024**3
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
# What a run imports itself; the rest of the lock hangs on these.
_PACKAGES: Final = (
    "dagster",
    "dagster-dbt",
    "dagster-webserver",
    "dbt-core",
    "dbt-duckdb",
    "dlt",
    "duckdb",
    "duckdb-extension-sqlite-scanner",
    "great-expectations",
    "pandas",
    "pyarrow",
    "streamlit",
)


class Finding(NamedTuple):
    """One check: `wrong` stops a run, `warning` does not."""

    name: str
    state: Literal["good", "warning", "wrong"]
    detail: str
    remedy: str = ""


def examine(home: ProjectHome) -> list[Finding]:
    """Run every check for a project's home."""
    checks: tuple[Callable[[ProjectHome], Finding], ...] = (
        _python,
        _packages,
        _extension,
        _disk,
        _writer,
        _telemetry,
        _dbt_project,
        _browser,
    )
    return [check(home) for check in checks]


def _python(_: ProjectHome) -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info[:2] < (3, 13):
        return Finding("python", "good", found)
    return Finding("python", "wrong", found, "Install Python 3.11 or 3.12, then `make install`.")


def _packages(_: ProjectHome) -> Finding:
    locked = _locked_versions()
    differing = []
    for name in _PACKAGES:
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "absent"
        if found != locked.get(name, found):
            differing.append(f"{name} {found} (lock: {locked[name]})")
    if not differing:
        return Finding("packages", "good", f"{len(_PACKAGES)} packages agree with the lock")
    return Finding("packages", "wrong", ", ".join(differing), "Run `make install`.")


def _locked_versions() -> dict[str, str]:
    if not _LOCK.exists():
        return {}
    pinned = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", _LOCK.read_text(), re.M)
    return {name.lower(): pinned_version for name, pinned_version in pinned}


def _extension(_: ProjectHome) -> Finding:
    name = "duckdb_extension_sqlite_scanner"
    if importlib.util.find_spec(name) is not None:
        return Finding("duckdb extension", "good", "sqlite scanner is installed as a package")
    return Finding(
        "duckdb extension",
        "wrong",
        "the sqlite scanner is absent, and DuckDB may not download it",
        "Run `make install`.",
    )


def _disk(home: ProjectHome) -> Finding:
    folder = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1024**3:.1f} GiB free at {folder}"
    if free >= _NEEDED_BYTES:
        return Finding("disk", "good", detail)
    return Finding("disk", "wrong", detail, "Free 2 GiB, or set LEDGERHOUSE_HOME to another disk.")


def _writer(home: ProjectHome) -> Finding:
    holder = current_holder(home.writer_lock)
    if holder is None:
        return Finding("writer lock", "good", "nobody writes")
    return Finding(
        "writer lock",
        "warning",
        f"process {holder.pid} ({holder.command}) writes since {holder.since}",
        f"Wait for it, or stop it with `kill {holder.pid}`.",
    )


def _telemetry(_: ProjectHome) -> Finding:
    left_on = switches_left_on()
    if "enabled: false" not in DAGSTER_TEMPLATE.read_text(encoding="utf-8"):
        left_on.append("dagster.yaml telemetry")
    if not left_on:
        return Finding("telemetry", "good", "off in dlt, dbt, Dagster, Streamlit and GX")
    return Finding(
        "telemetry", "wrong", f"not off: {', '.join(left_on)}", "Start through `ledgerhouse`."
    )


def _dbt_project(_: ProjectHome) -> Finding:
    if (DBT_PROJECT_DIR / "dbt_project.yml").exists():
        return Finding("dbt project", "good", str(DBT_PROJECT_DIR))
    return Finding(
        "dbt project",
        "wrong",
        f"{DBT_PROJECT_DIR} is absent",
        "Run Ledgerhouse from its repository (`make install` there).",
    )


def _browser(_: ProjectHome) -> Finding:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Finding("browser", "good", str(Path(found)))
    return Finding(
        "browser",
        "warning",
        "no Chromium found: browser tests are left out; dashboards open in any browser",
        "Install it, for example `apt-get install chromium`.",
    )
