"""A project: which sources a company lands, in which currency it reports, where its home is.

**Belongs here**: reading and checking `ledgerhouse.yml`, expanding `${data}` and `${home}`,
bringing up what a project's sources need (for the demo company: the source systems themselves).

**Keep out**: the environment (orchestration's settings read it), what a source does with its block.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

PROJECT_FILE: Final = "ledgerhouse.yml"
DEMO_CRM: Final = "demo"
_KEYS: Final = {"name", "presentation_currency", "as_of", "demo_company", "sources", "forecast"}
_PLACEHOLDER: Final = re.compile(r"\$\{(\w+)\}")


class ProjectFileWrong(ValueError):
    """A project file must be readable and state what a run needs."""

    def __init__(self, file: Path, rule: str, remedy: str) -> None:
        super().__init__(f"{file}: {rule}. {remedy}")


@dataclass(frozen=True)
class DemoCompanySettings:
    """How large the demo company is, and the seed that makes it the same everywhere."""

    factor: float = 1.0
    seed: int = 20261031


@dataclass(frozen=True)
class Project:
    """One company's project.

    folder: Where `ledgerhouse.yml` and files beside it lie.
    home: Where everything the platform makes for it lies: `<home root>/<name>`.
    as_of: The day the books are shown as of; None means the newest business date in the data.
    sources: Settings per enabled source, placeholders expanded.
    """

    name: str
    folder: Path
    home: Path
    presentation_currency: str
    as_of: dt.date | None
    sources: Mapping[str, Mapping[str, Any]]
    demo_company: DemoCompanySettings | None = None
    forecast: Mapping[str, Any] = field(default_factory=dict)

    @property
    def warehouse(self) -> Path:
        """The warehouse file, opened by the platform's own writer only."""
        return self.home / "warehouse.duckdb"

    @property
    def archive(self) -> Path:
        """Raw files by content."""
        return self.home / "archive"

    @property
    def source_systems(self) -> Path:
        """The demo company's source systems."""
        return self.home / "source_systems"

    @contextmanager
    def serving(self) -> Iterator[Project]:
        """Bring up what the sources need while they are read, and yield the project to read with.

        For the demo company: makes its source systems where they are absent and serves its CRM on
        a free loopback port. For any other project there is nothing to do.
        """
        if self.demo_company is None:
            yield self
            return
        from ingestion import demo_company
        from ingestion.demo_company import crm_server

        demo_company.ensure_source_systems(
            self.source_systems, factor=self.demo_company.factor, seed=self.demo_company.seed
        )
        crm = self.sources.get("crm", {})
        if crm.get("base_url") != DEMO_CRM:
            yield self
            return
        with crm_server.serve(self.source_systems) as base_url:
            served = {**crm, "base_url": base_url, "token": crm_server.DEMO_TOKEN}
            yield replace(self, sources={**self.sources, "crm": served})


def load_project(folder: Path, *, data_dir: Path | None = None, home: Path) -> Project:
    """Read a project folder's `ledgerhouse.yml`.

    Args:
        folder: The project folder.
        data_dir: What `${data}` stands for; None where the project has no `${data}`.
        home: Root of all project homes; the project lives in `<home>/<name>`.

    Raises:
        ProjectFileWrong: the file is absent, is no YAML, lacks a key or has one we do not know.
    """
    file = folder / PROJECT_FILE
    if not file.is_file():
        raise ProjectFileWrong(file, "there is no such file", "Name a folder that holds one.")
    try:
        stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ProjectFileWrong(file, f"not valid YAML ({error})", "Mend the line named.") from error
    if not isinstance(stated, dict):
        raise ProjectFileWrong(file, "must be a mapping of keys", f"Known keys: {sorted(_KEYS)}.")
    unknown = set(stated) - _KEYS
    if unknown:
        raise ProjectFileWrong(
            file, f"unknown key {sorted(unknown)}", f"Known keys: {sorted(_KEYS)}."
        )
    for key in ("name", "presentation_currency", "sources"):
        if not stated.get(key):
            raise ProjectFileWrong(file, f"the key '{key}' is missing", "State it.")
    name = str(stated["name"])
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ProjectFileWrong(
            file, f"name '{name}' names a folder", "Use lower-case letters, digits and _."
        )
    if not re.fullmatch(r"[A-Z]{3}", str(stated["presentation_currency"])):
        raise ProjectFileWrong(
            file,
            f"presentation_currency '{stated['presentation_currency']}' is no ISO code",
            "Write three capital letters, as CNY.",
        )
    project_home = (home / name).resolve()
    places = {"home": str(project_home), "project": str(folder.resolve())}
    if data_dir is not None:
        places["data"] = str(data_dir.resolve())
    sources = {
        source: _expanded(block or {}, places, file) for source, block in stated["sources"].items()
    }
    demo = stated.get("demo_company")
    return Project(
        name=name,
        folder=folder.resolve(),
        home=project_home,
        presentation_currency=str(stated["presentation_currency"]),
        as_of=_day(stated.get("as_of"), file),
        sources=sources,
        demo_company=None if demo is None else DemoCompanySettings(**demo),
        forecast=stated.get("forecast") or {},
    )


def _expanded(value: Any, places: Mapping[str, str], file: Path) -> Any:
    """Replace placeholders in every text of a settings block."""
    if isinstance(value, dict):
        return {key: _expanded(item, places, file) for key, item in value.items()}
    if isinstance(value, list):
        return [_expanded(item, places, file) for item in value]
    if not isinstance(value, str):
        return value

    def place(match: re.Match[str]) -> str:
        if match[1] not in places:
            remedy = "Pass --data DIRECTORY." if match[1] == "data" else f"Known: {sorted(places)}."
            raise ProjectFileWrong(file, f"nothing is known for '{match[0]}'", remedy)
        return places[match[1]]

    return _PLACEHOLDER.sub(place, value)


def _day(stated: Any, file: Path) -> dt.date | None:
    if stated is None or (isinstance(stated, dt.date) and not isinstance(stated, dt.datetime)):
        return stated
    try:
        return dt.date.fromisoformat(str(stated))
    except ValueError as error:
        raise ProjectFileWrong(file, f"as_of '{stated}' is no date", "Write YYYY-MM-DD.") from error
