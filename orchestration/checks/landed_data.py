"""What landed: control totals to the cent, and a sample under Great Expectations.

**Belongs here**: turning landing's own record and its sample checks into check results.

**Keep out**: the totals, rules and expectations themselves (ingestion).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import dagster as dg

from ingestion.registry import source_class
from orchestration.assets.warehouse import WRITER_POOL
from orchestration.publication.gate import read_control_totals
from orchestration.resources import ServedProject
from orchestration.warehouse import open_warehouse, rows

if TYPE_CHECKING:
    from ingestion.expectations import ExpectationResult

CONTROL_TOTALS: Final = "control_totals"
EXPECTATIONS: Final = "expectations"
_SHOWN: Final = 10


def build_landed_data_checks(used: Sequence[str]) -> list[dg.AssetChecksDefinition]:
    """Two checks on every source a project uses.

    Args:
        used: Names of those sources.
    """

    @dg.multi_asset_check(
        name="landed_data",
        pool=WRITER_POOL,
        specs=[
            *(
                dg.AssetCheckSpec(
                    name=CONTROL_TOTALS,
                    asset=["raw", source],
                    description="LD-1: source = landed + quarantined, rows and money, to the cent.",
                    blocking=True,
                )
                for source in used
            ),
            *(
                dg.AssetCheckSpec(
                    name=EXPECTATIONS,
                    asset=["raw", source],
                    description="A sample of current rows under Great Expectations.",
                )
                for source in used
            ),
        ],
    )
    def check_landed_data(
        context: dg.AssetCheckExecutionContext, served: ServedProject
    ) -> Iterator[dg.AssetCheckResult]:
        """Compare every total; look at a sample where this run loaded rows."""
        with open_warehouse(served.home.warehouse) as connection:
            totals = {source: read_control_totals(connection, source) for source in used}
            loaded = {
                str(row[0])
                for row in rows(
                    connection,
                    "select source_name from raw_landing.loads where run_id = ? "
                    "group by source_name having sum(loaded_rows + deleted_rows) > 0",
                    [context.run.run_id],
                )
            }
        for source, (counted, disagreeing) in totals.items():
            yield dg.AssetCheckResult(
                check_name=CONTROL_TOTALS,
                asset_key=["raw", source],
                passed=not disagreeing,
                description="\n".join(disagreeing) or "Every total agrees.",
                metadata={"totals": counted.total},
            )
        for source in used:
            yield _expectations(served, source, is_new=source in loaded)

    return [check_landed_data]


def _expectations(served: ServedProject, source: str, *, is_new: bool) -> dg.AssetCheckResult:
    if not is_new:
        return _result(source, [], "Nothing was loaded, so nothing changed since the last check.")
    # Imported here: a run that loads nothing does not pay the library's seconds.
    from ingestion.expectations import check_landed

    results = check_landed(source_class(source), served.home.warehouse)
    return _result(source, results, f"{len(results)} expectations hold.")


def _result(
    source: str, results: "Sequence[ExpectationResult]", good_words: str
) -> dg.AssetCheckResult:
    missed = [
        f"{one.table}: {one.expectation} {one.column} ({one.observed})"
        for one in results
        if not one.success
    ]
    return dg.AssetCheckResult(
        check_name=EXPECTATIONS,
        asset_key=["raw", source],
        passed=not missed,
        # A second opinion on a sample: what may be landed is decided before the load.
        severity=dg.AssetCheckSeverity.WARN,
        description="\n".join(missed[:_SHOWN]) or good_words,
        metadata={"expectations": len(results)},
    )
