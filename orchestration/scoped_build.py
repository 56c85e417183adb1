"""dbt's build as a scope says it: of that alone, and of that only what reads anything changed.

**Belongs here**: waiting, once dbt is ready to choose its nodes, for the file that says what is
built; which of the nodes that can be built comes first; which need not be built once it is known
what became of those they read. A table that was built and came out as it stood is left as it is,
and its result says so (`rebuild_touched` of the dbt project); a view has changed where what it
reads has.

**Keep out**: what a build begins with (`orchestration.touched_documents`).

The file has `variables`, which join those of `--vars`, and of a build of touched documents `nodes`,
the ids of what is built, of that selected; their `roots`: the sources with news, and the nodes that
are built whatever they read; and what is `empty` before and after, so that no node waits for what
it is made of.
"""

from __future__ import annotations

import json
import time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

import dbt.task.build
from dbt.artifacts.schemas.results import NodeStatus
from dbt.graph.queue import GraphQueue
from dbt.runners.no_op_runner import NoOpRunner

# The message of a model's result, as the macro rebuild_in_place stores it.
_UNCHANGED: Final = "unchanged"
# Hundreds of names would be looked up one by one; a tag is looked up once.
_TAG: Final = "in_scope"
_LOOK_EVERY_SECONDS: Final = 0.02


class _LeftOut(NoOpRunner):
    """What dbt runs instead of a node: nothing; the node's status is `no-op`."""

    @property
    def description(self) -> str:
        return f"{self.node.resource_type} {self.node.name}, which reads nothing that has changed"


def build_in_scope(file: Path) -> None:
    """Have dbt build, in this process, what a file will say that somebody else is still choosing.

    dbt has no switch for it, so its build task is replaced by one that waits for the file when it
    has loaded everything and opened nothing, and that asks of a node, when all that it reads is
    done, whether any of it has changed.

    Args:
        file: JSON, as above; who is to write it ends this process if it cannot.
    """

    class BuildInScope(dbt.task.build.BuildTask):
        is_of_all = True
        roots: frozenset[str] = frozenset()

        def compile_manifest(self) -> None:
            super().compile_manifest()
            while not file.exists():
                time.sleep(_LOOK_EVERY_SECONDS)
            scope = json.loads(file.read_text(encoding="utf-8"))
            self.config.cli_vars.update(scope["variables"])
            self.is_of_all = not scope["nodes"]
            self.roots = frozenset(scope["roots"])
            self.changed = {one for one in self.roots if one.startswith("source.")}
            manifest: Any = self.manifest
            for unique_id in scope["nodes"]:
                manifest.nodes[unique_id].tags.append(_TAG)
            graph: Any = self.graph
            graph.graph.remove_nodes_from(scope["empty"])

        @property
        def selection_arg(self) -> Any:
            """What the arguments select; of that, what has the tag alone (a comma is `and`)."""
            if self.is_of_all:
                return super().selection_arg
            selected = super().selection_arg or ()
            return tuple(f"{one},tag:{_TAG}" for one in selected) or (f"tag:{_TAG}",)

        def get_runner_type(self, node: Any) -> Any:
            if (
                self.is_of_all
                or node.unique_id in self.roots
                or not self.changed.isdisjoint(node.depends_on_nodes)
            ):
                return super().get_runner_type(node)
            return _LeftOut

        def _handle_result(self, result: Any) -> None:
            super()._handle_result(result)
            node = result.node
            if node.config.materialized == "view":
                has_changed = not self.changed.isdisjoint(node.depends_on_nodes)
            else:
                has_changed = result.status != NodeStatus.NoOp and result.message != _UNCHANGED
            if has_changed:
                self.changed.add(node.unique_id)

    dbt.task.build.BuildTask = BuildInScope  # type: ignore[misc]
    GraphQueue._get_scores = _score_by_chain  # type: ignore[method-assign,assignment]


def _score_by_chain(queue: GraphQueue, graph: Any) -> dict[str, int]:
    """Of the nodes that can be built, dbt takes that with the lowest score.

    It would take what is nearest to the sources, and end with two threads waiting for a chain.
    Here it takes what the longest chain of nodes waits for (Hu, 1961: highest level first).
    """
    del queue
    readers = {node: list(graph.successors(node)) for node in graph}
    score: dict[str, int] = {}
    for node in TopologicalSorter(readers).static_order():
        score[node] = min((score[reader] for reader in readers[node]), default=1) - 1
    return score
