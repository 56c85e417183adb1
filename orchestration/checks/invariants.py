"""Each invariant as a check of its own; those of severity error stop publication.

**Belongs here**: turning rows of `audit_invariant_results` into check results.

**Keep out**: the invariants' SQL and their list (dbt_project: models and the seed `invariants`).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import dagster as dg

from orchestration.assets.warehouse import WRITER_POOL
from orchestration.publication.gate import FailedInvariant, read_invariants
from orchestration.resources import ServedProject
from orchestration.settings import DBT_PROJECT_DIR
from orchestration.warehouse import open_warehouse, rows

INVARIANT_RESULTS: Final = dg.AssetKey(["audit", "audit_invariant_results"])
_SHOWN: Final = 20


class Invariant(NamedTuple):
    """One row of the seed: identifier, name, severity."""

    invariant_id: str
    invariant_name: str
    severity: str

    @property
    def check_name(self) -> str:
        """`GL-1` as a name Dagster accepts."""
        return self.invariant_id.replace("-", "_")


def listed_invariants(project_dir: Path = DBT_PROJECT_DIR) -> list[Invariant]:
    """The invariants the dbt project states it proves."""
    with (project_dir / "seeds" / "invariants.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Invariant(row["invariant_id"], row["invariant_name"], row["severity"])
            for row in csv.DictReader(stream)
        ]


def build_invariant_checks(invariants: list[Invariant]) -> dg.AssetChecksDefinition:
    """One check per invariant on the audit's results."""

    @dg.multi_asset_check(
        name="invariants",
        pool=WRITER_POOL,
        specs=[
            dg.AssetCheckSpec(
                name=invariant.check_name,
                asset=INVARIANT_RESULTS,
                description=f"{invariant.invariant_id}: {invariant.invariant_name}.",
                blocking=invariant.severity == "error",
            )
            for invariant in invariants
        ],
    )
    def check_invariants(served: ServedProject) -> Iterator[dg.AssetCheckResult]:
        """Read the results; an invariant without a result failed."""
        with open_warehouse(served.home.warehouse) as connection:
            _, failures = read_invariants(connection)
            evaluated = {
                str(row[0])
                for row in rows(
                    connection,
                    "select distinct invariant_id from audit.audit_invariant_results",
                )
            }
        for invariant in invariants:
            broken = [one for one in failures if one.invariant_id == invariant.invariant_id]
            yield _result(invariant, broken, is_evaluated=invariant.invariant_id in evaluated)

    return check_invariants


def _result(
    invariant: Invariant, broken: list[FailedInvariant], *, is_evaluated: bool
) -> dg.AssetCheckResult:
    sentences = [one.sentence() for one in broken[:_SHOWN]]
    if not is_evaluated:
        sentences = [f"{invariant.invariant_id} ({invariant.invariant_name}) was not evaluated."]
    return dg.AssetCheckResult(
        check_name=invariant.check_name,
        asset_key=INVARIANT_RESULTS,
        passed=not sentences,
        severity=(
            dg.AssetCheckSeverity.ERROR
            if invariant.severity == "error"
            else dg.AssetCheckSeverity.WARN
        ),
        description="\n".join(sentences) or "Holds.",
        metadata={"failed_results": len(broken)},
    )
