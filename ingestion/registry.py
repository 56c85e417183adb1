"""The sources Ledgerhouse knows, one line each.

**Belongs here**: the name of a source and where its class is.

**Keep out**: anything about a source. A class is imported when it is asked for, since a run of one
source should not pay for the libraries of the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ingestion.landed_source import LandedSource

if TYPE_CHECKING:
    from ingestion.project import Project

_CLASSES: Final[dict[str, str]] = {
    "erp": "ErpSource",
    "crm": "CrmSource",
    "bank": "BankSource",
    "fx_rates": "FxRatesSource",
    "expenses": "ExpensesSource",
    "plans": "PlansSource",
    "files": "FilesSource",
    "projections": "ProjectionsSource",
}
# Landed from what the platform itself computes, never by a project's own settings.
COMPUTED: Final = frozenset({"projections"})


class UnknownSource(KeyError):
    """A source is registered before a project may use it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown source '{name}'; known: {', '.join(_CLASSES)}")


def source_names() -> tuple[str, ...]:
    """Return the names of all sources."""
    return tuple(_CLASSES)


def source_class(name: str) -> type[LandedSource]:
    """Return the class of a source.

    Raises:
        UnknownSource: there is no source of that name.
    """
    if name not in _CLASSES:
        raise UnknownSource(name)
    found: type[LandedSource] = getattr(import_module(f"ingestion.sources.{name}"), _CLASSES[name])
    return found


def build_source(name: str, project: Project) -> LandedSource:
    """Build a source from its block in the project file.

    Raises:
        UnknownSource: there is no source of that name.
        KeyError: the project has no block for it.
    """
    return source_class(name).from_settings(project.sources[name], project)
