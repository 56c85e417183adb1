"""The sources Ledgerhouse knows: one line a source.

**Belongs here**: the list, and how a source is found and built by its name.

**Keep out**: anything about a single source (its package under `ingestion.sources`).
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from ingestion.landed_source import LandedSource, TableContract

if TYPE_CHECKING:
    from ingestion.project import Project

# Name (package under ingestion.sources, schema raw_<name>) → its class. Imported when first asked
# for: a parser of bank formats need not be there to read exchange rates.
SOURCES: Final = {
    "erp": "ErpSource",
    "crm": "CrmSource",
    "bank": "BankSource",
    "fx_rates": "FxRatesSource",
    "expenses": "ExpensesSource",
    "plans": "PlansSource",
    "group_structure": "GroupStructureSource",
    "files": "FilesSource",
    "projections": "ProjectionsSource",
    "period_closes": "PeriodClosesSource",
}

# Landed from what the platform itself computes, never from a project's own settings.
COMPUTED: Final = frozenset({"projections"})

# Landed from the platform's own store, in every project, without a block of settings.
STATE: Final = frozenset({"period_closes"})

# What the landing itself reads from a source's block; the source never sees it.
LANDING_SETTINGS: Final = frozenset({"allow_empty"})


class UnknownSource(LookupError):
    """A source that is named must be registered."""


class SourceNotConfigured(LookupError):
    """A source that is landed must have a block in the project's file."""


def source_names() -> tuple[str, ...]:
    """The names of all registered sources."""
    return tuple(SOURCES)


def source_class(name: str) -> type[LandedSource]:
    """The class of a registered source.

    Raises:
        UnknownSource: no such source.
    """
    if name not in SOURCES:
        raise UnknownSource(f"Source '{name}' is not registered. Use one of: {', '.join(SOURCES)}.")
    module = importlib.import_module(f"ingestion.sources.{name}")
    return cast("type[LandedSource]", getattr(module, SOURCES[name]))


def contracts_of(name: str) -> Sequence[TableContract]:
    """The contracts of a registered source's tables, without connecting to anything."""
    return source_class(name).tables


def build_source(name: str, project: Project) -> LandedSource:
    """Build a source from its block in the project's file.

    Raises:
        UnknownSource: no such source.
        SourceNotConfigured: the project has no block for it.
    """
    built = source_class(name)
    if name not in project.sources:
        raise SourceNotConfigured(
            f"{project.file}: sources.{name} is missing, so there is nothing to read. Add the "
            f"block (see ingestion/sources/{name}/README.md) or land one of: "
            f"{', '.join(project.sources)}."
        )
    settings = {
        key: value for key, value in project.sources[name].items() if key not in LANDING_SETTINGS
    }
    return built.from_settings(settings, project)
