"""Leaving out, while dbt builds, what reads nothing that came out otherwise than it stood.

**Belongs here**: which nodes of a dbt build need not be built once it is known what became of those
they read. A table that was built and came out as it stood is left as it is, and its result says so
(`rebuild_touched` of the dbt project); a view has changed where what it reads has.

**Keep out**: which nodes a build begins with (`orchestration.touched_documents`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import dbt.task.build
from dbt.artifacts.schemas.results import NodeStatus
from dbt.runners.no_op_runner import NoOpRunner

# The message of a model's result, as the macro rebuild_in_place stores it.
_UNCHANGED: Final = "unchanged"


class _LeftOut(NoOpRunner):
    """What dbt runs instead of a node: nothing; the node's status is `no-op`."""

    @property
    def description(self) -> str:
        return f"{self.node.resource_type} {self.node.name}, which reads nothing that has changed"


def cut_off_early(roots: Iterable[str]) -> None:
    """Have dbt build, in this process, the roots and what reads anything that has changed.

    dbt has no switch for it, so its build task is replaced by one that asks, when all that a node
    reads is done, whether any of it has changed.

    Args:
        roots: Ids of the sources with news, and of the nodes that are built whatever they read.
    """
    always = frozenset(roots)
    changed = {unique_id for unique_id in always if unique_id.startswith("source.")}

    class BuildOfChanges(dbt.task.build.BuildTask):
        def get_runner_type(self, node: Any) -> Any:
            if node.unique_id in always or not changed.isdisjoint(node.depends_on_nodes):
                return super().get_runner_type(node)
            return _LeftOut

        def _handle_result(self, result: Any) -> None:
            super()._handle_result(result)
            node = result.node
            if node.config.materialized == "view":
                has_changed = not changed.isdisjoint(node.depends_on_nodes)
            else:
                has_changed = result.status != NodeStatus.NoOp and result.message != _UNCHANGED
            if has_changed:
                changed.add(node.unique_id)

    dbt.task.build.BuildTask = BuildOfChanges  # type: ignore[misc]
