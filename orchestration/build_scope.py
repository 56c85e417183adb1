"""What one dbt build makes: everything, or what became of touched documents.

**Belongs here**: the choice made, how it is said to people and to the dbt command.

**Keep out**: making it (`orchestration.touched_documents`), following it
(`orchestration.scoped_build`, `dbt_project/macros/by_document`).
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import NamedTuple


class BuildScope(NamedTuple):
    """What a build makes.

    Attributes:
        reason: Why everything is built; empty where only touched documents are.
        since: First day all documents of which are touched.
        first_day: First day any touched document speaks of, in any version of its rows.
        sources: The sources that have touched documents.
        lookups: Models documents are made with; they must stay as they are.
        roots: Ids of dbt's sources with news; of the as-of date, where it may move; of the models
            built by document, which read each other's touched rows; and of the tests that warn.
        nodes: Ids of dbt's nodes among the roots, and of those that read, however indirectly, a
            source with news or the as-of date, where it may move; none of the empty.
        empty: Ids of models that have no row and get none, so that nothing waits for them.
        memory: What DuckDB may keep in memory, as it writes it.
    """

    reason: str
    since: dt.date = dt.date.min
    first_day: dt.date = dt.date.min
    sources: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    memory: str = ""

    def describe(self) -> str:
        """What is built and why, as the run's log says it."""
        if self.reason:
            return f"everything, for {self.reason}"
        return f"touched documents alone, and all of {self.since} and later"

    def variables(self) -> dict[str, object]:
        """As variables of dbt."""
        if self.reason:
            return {"build_scope": "all"}
        return {
            "build_scope": "touched",
            "touched_since": self.since.isoformat(),
            "first_touched_day": self.first_day.isoformat(),
            "touched_sources": list(self.sources),
            "lookups": list(self.lookups),
            "memory_limit": self.memory,
        }

    def write(self, file: Path) -> None:
        """For the dbt command, which waits for it (`orchestration.scoped_build`).

        Args:
            file: JSON of `variables`, and of the ids of `nodes`, `roots` and `empty`; it appears
                whole.
        """
        said = {
            "variables": self.variables(),
            "nodes": self.nodes,
            "roots": self.roots,
            "empty": self.empty,
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(said), encoding="utf-8")
        unfinished.replace(file)
