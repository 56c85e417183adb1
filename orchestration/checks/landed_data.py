"""What landed: control totals to the cent for every source.

**Belongs here**: turning landing's own record into check results.

**Keep out**: the totals and rules themselves (ingestion).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import dagster as dg

from orchestration.assets.warehouse import WRITER_POOL
from orchestration.publication.gate import read_control_totals
from orchestration.resources import ServedProject
from orchestration.warehouse import open_warehouse

CONTROL_TOTALS: Final = "control_totals"


def build_landed_data_checks(used: Sequence[str]) -> list[dg.AssetChecksDefinition]:
    """Checks on every source a project uses.

    Args:
        used: Names of those sources.
    """

    @dg.multi_asset_check(
        name="landed_data",
        pool=WRITER_POOL,
        specs=[
            dg.AssetCheckSpec(
                name=CONTROL_TOTALS,
                asset=["raw", source],
                description="LD-1: source = landed + quarantined, rows and money, to the cent.",
                blocking=True,
            )
            for source in used
        ],
    )
    def check_landed_data(served: ServedProject) -> Iterator[dg.AssetCheckResult]:
        """Compare what each source states with what stands in the warehouse."""
        with open_warehouse(served.home.warehouse) as connection:
            totals = {source: read_control_totals(connection, source) for source in used}
        for source, (counted, disagreeing) in totals.items():
            yield dg.AssetCheckResult(
                check_name=CONTROL_TOTALS,
                asset_key=["raw", source],
                passed=not disagreeing,
                description="\n".join(disagreeing) or "Every total agrees.",
                metadata={"totals": counted.total},
            )

    return [check_landed_data]
