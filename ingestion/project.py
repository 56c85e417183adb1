"""A project: the folder whose `ledgerhouse.yml` says which sources are landed, and where to.

**Belongs here**: reading and checking that file, the places under a project's home, serving the
demo company's source systems.

**Keep out**: the environment (`orchestration.settings` reads it and hands paths over), what a
source's own settings mean (each source checks them).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from ingestion.registry import SOURCES, STATE

PROJECT_FILE: Final = "ledgerhouse.yml"
DEFAULT_HOME_ROOT: Final = Path(__file__).resolve().parents[1] / "data"
_KEYS: Final = frozenset({"name", "presentation_currency", "as_of", "demo_company", "sources"})
_PLACEHOLDER: Final = re.compile(r"\$\{(\w+)\}")


class ProjectInvalid(ValueError):
    """A project's file must say what a project needs; the message names file, key and remedy."""


class DemoCompanySettings(NamedTuple):
    """Size and seed of the demo company."""

    factor: float = 1.0
    seed: int = 20261031


@dataclass(frozen=True)
class Project:
    """One set of books: its sources, and the home its warehouse and releases live in.

    Attributes:
        name: Also the name of its home folder.
        file: The `ledgerhouse.yml` it was read from.
        home: `<home root>/<name>`, absolute.
        presentation_currency: ISO code the group reports in.
        as_of: Business date; None means the newest date in the data.
        sources: Source name → its settings, `${…}` expanded.
        demo_company: Set for the project whose source systems are simulated.
    """

    name: str
    file: Path
    home: Path
    presentation_currency: str
    as_of: dt.date | None = None
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    demo_company: DemoCompanySettings | None = None

    @property
    def folder(self) -> Path:
        """The folder of the project's file."""
        return self.file.parent

    @property
    def warehouse(self) -> Path:
        """The DuckDB file with one writer."""
        return self.home / "warehouse.duckdb"

    @property
    def dlt_folder(self) -> Path:
        """Where dlt keeps the packages it is working on."""
        return self.home / "dlt"

    @property
    def archive_folder(self) -> Path:
        """Raw copies of landed files, by source and content hash."""
        return self.home / "archive"

    @property
    def state_folder(self) -> Path:
        """What people decided, in the platform's own store."""
        return self.home / "state"

    @property
    def source_systems(self) -> Path:
        """The demo company's source systems."""
        return self.home / "source_systems"

    @contextmanager
    def serving(self, only: str | None = None) -> Iterator[Project]:
        """Make the project's source systems reachable while the context is open.

        For the demo company the source systems are made if absent (always the same for the same
        size and seed) and its CRM is served on a free loopback port. Other projects' systems are
        theirs: nothing happens.

        Args:
            only: The one source that will be read; None readies all.

        Yields:
            The project whose settings hold the real addresses.
        """
        if self.demo_company is None:
            yield self
            return
        from ingestion.demo_company import ensure_source_systems
        from ingestion.demo_company.crm_server import DEMO_TOKEN, serve

        ensure_source_systems(
            self.source_systems, factor=self.demo_company.factor, seed=self.demo_company.seed
        )
        if only not in (None, "crm") or self.sources.get("crm", {}).get("base_url") != "demo":
            yield self
            return
        with serve(self.source_systems) as base_url:
            crm = {**self.sources["crm"], "base_url": base_url, "token": DEMO_TOKEN}
            yield replace(self, sources={**self.sources, "crm": crm})


def load_project(path: Path, *, data_dir: Path | None = None, home: Path | None = None) -> Project:
    """Read a project's file.

    Args:
        path: The project's folder, or the file itself.
        data_dir: What `${data}` stands for.
        home: Root of all project homes; the repository's `data` folder by default.

    Raises:
        ProjectInvalid: the file is missing, malformed, or says something impossible.
    """
    file = (path / PROJECT_FILE if path.is_dir() else path).resolve()
    if not file.is_file():
        raise ProjectInvalid(
            f"{file} does not exist. Give --project a folder that holds {PROJECT_FILE}, for "
            "example examples/demo_company."
        )
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectInvalid(f"{file} is not a YAML file in UTF-8: {error}") from error
    settings = _mapping(file, "the file", read)
    if unknown := sorted(set(map(str, settings)) - _KEYS):
        raise _invalid(file, unknown[0], "is not known", f"Use {', '.join(sorted(_KEYS))}.")
    name = _matching(file, settings, "name", r"[a-z][a-z0-9_]{0,62}", "lower_case_words")
    project_home = (home or DEFAULT_HOME_ROOT).resolve() / name
    places: dict[str, Path | None] = {
        "data": data_dir.resolve() if data_dir else None,
        "home": project_home,
        "project": file.parent,
    }
    return Project(
        name=name,
        file=file,
        home=project_home,
        presentation_currency=_matching(
            file, settings, "presentation_currency", r"[A-Z]{3}", "an ISO code such as CNY"
        ),
        as_of=_date(file, settings),
        sources=_sources(file, settings, places),
        demo_company=_demo_company(file, settings),
    )


def _sources(
    file: Path, settings: Mapping[str, Any], places: Mapping[str, Path | None]
) -> dict[str, Mapping[str, Any]]:
    blocks = _mapping(file, "sources", settings.get("sources"))
    sources: dict[str, Mapping[str, Any]] = {name: {} for name in sorted(STATE)}
    for name, block in blocks.items():
        if name not in SOURCES:
            raise _invalid(
                file, f"sources.{name}", "is not a known source", f"Use {', '.join(SOURCES)}."
            )
        key = f"sources.{name}"
        sources[name] = {
            setting: _expanded(file, f"{key}.{setting}", value, places)
            for setting, value in _mapping(file, key, {} if block is None else block).items()
        }
    return sources


def _expanded(file: Path, key: str, value: object, places: Mapping[str, Path | None]) -> Any:
    if isinstance(value, Mapping):
        return {
            inner: _expanded(file, f"{key}.{inner}", item, places) for inner, item in value.items()
        }
    if isinstance(value, list):
        return [_expanded(file, f"{key}[{at}]", item, places) for at, item in enumerate(value)]
    if not isinstance(value, str):
        return value

    def place(found: re.Match[str]) -> str:
        if found[1] not in places:
            raise _invalid(
                file,
                key,
                f"holds {found[0]}, which stands for nothing",
                "Use ${data}, ${home} or ${project}.",
            )
        path = places[found[1]]
        if path is None:
            raise _invalid(
                file,
                key,
                "needs the data folder that ${data} stands for",
                "Give it with --data, or in LEDGERHOUSE_DATA.",
            )
        return str(path)

    return _PLACEHOLDER.sub(place, value)


def _demo_company(file: Path, settings: Mapping[str, Any]) -> DemoCompanySettings | None:
    if "demo_company" not in settings:
        return None
    block = settings["demo_company"]
    given = _mapping(file, "demo_company", {} if block is None else block)
    kinds: dict[str, Callable[[Any], Any]] = {"factor": float, "seed": int}
    if unknown := sorted(set(given) - set(kinds)):
        raise _invalid(file, f"demo_company.{unknown[0]}", "is not known", "Use factor and seed.")
    values = {}
    for key, value in given.items():
        try:
            values[key] = kinds[key](value)
        except (TypeError, ValueError) as error:
            raise _invalid(
                file, f"demo_company.{key}", f"is {value!r}", "Write a number."
            ) from error
    made = DemoCompanySettings(**values)
    if not made.factor > 0:
        raise _invalid(file, "demo_company.factor", f"is {made.factor}", "Write more than 0.")
    return made


def _date(file: Path, settings: Mapping[str, Any]) -> dt.date | None:
    value = settings.get("as_of")
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise _invalid(
            file, "as_of", f"is {value!r}", "Write a date such as 2026-10-31, or leave it out."
        ) from error


def _matching(file: Path, settings: Mapping[str, Any], key: str, pattern: str, example: str) -> str:
    value = settings.get(key)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise _invalid(file, key, f"is {value!r}", f"Write {example}.")
    return value


def _mapping(file: Path, key: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _invalid(file, key, "is not a block of keys", "Write `key: value` lines under it.")
    return value


def _invalid(file: Path, key: str, problem: str, remedy: str) -> ProjectInvalid:
    return ProjectInvalid(f"{file}: {key} {problem}. {remedy}")
