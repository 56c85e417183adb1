"""One asset per source of ingestion's registry: its tables in `raw_<source>`.

**Belongs here**: the factory, the record of what was landed.

**Keep out**: anything about a particular source (ingestion), what the rows mean (dbt_project).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import dagster as dg

from ingestion.landed_source import LandedSource
from ingestion.pipeline import LoadReport, land
from ingestion.raw_tables import ensure_raw_tables
from ingestion.registry import COMPUTED, build_source, source_class, source_names
from ingestion.warehouse import open_warehouse
from orchestration.assets.warehouse import RAW_SCHEMAS, WRITER_POOL
from orchestration.refusals import refusal_as_failure
from orchestration.resources import ServedProject

# A source that was not landed since yesterday's run, with two hours' grace, is stale.
_FRESH_FOR: Final = timedelta(hours=26)
AFRESH_TAG: Final = "ledgerhouse/land_afresh"

_PER_TABLE: Final = dg.TableSchema(
    [
        dg.TableColumn("table", "string"),
        *(
            dg.TableColumn(name, "int")
            for name in ("source_rows", "quarantined", "loaded", "deleted")
        ),
    ]
)


def landed_source_names() -> list[str]:
    """Sources landed from outside; those the platform computes have assets of their own."""
    return [name for name in source_names() if name not in COMPUTED]


def build_landing_assets(
    used: Sequence[str], months: dg.MonthlyPartitionsDefinition
) -> list[dg.AssetsDefinition]:
    """The raw schemas, and one asset per source.

    Args:
        used: Sources the project has a block for; the others have empty tables.
        months: Partitions of every source; a range is landed in one run.
    """
    names = landed_source_names()
    return [
        _raw_schemas(),
        *(_landing_asset(source_class(name), months, is_used=name in used) for name in names),
    ]


def _raw_schemas() -> dg.AssetsDefinition:
    @dg.asset(
        key=RAW_SCHEMAS,
        group_name="landing",
        owners=["team:data-engineering"],
        kinds={"duckdb"},
        pool=WRITER_POOL,
        description="The raw tables of every registered source, empty where nothing was landed.",
    )
    def raw_schemas(served: ServedProject) -> None:
        """Make absent tables, so that the warehouse always builds."""
        with open_warehouse(served.project.warehouse) as connection:
            ensure_raw_tables(connection)

    return raw_schemas


def _landing_asset(
    source: type[LandedSource], months: dg.MonthlyPartitionsDefinition, *, is_used: bool
) -> dg.AssetsDefinition:
    first_sentence = (source.__doc__ or source.name).strip().splitlines()[0]

    @dg.asset(
        key=["raw", source.name],
        group_name="landing",
        owners=["team:data-engineering"],
        kinds={"dlt", "duckdb"},
        tags={"ledgerhouse/used": str(is_used).lower()},
        metadata={"tables": [table.name for table in source.tables]},
        partitions_def=months,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=WRITER_POOL,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=_FRESH_FOR),
        description=f"{first_sentence} Landed unchanged, version by version.",
        op_tags={"ledgerhouse/source": source.name},
    )
    def landed(
        context: dg.AssetExecutionContext, served: ServedProject
    ) -> dg.MaterializeResult[None]:
        """Land what is new, or everything again where the run is a backfill."""
        if source.name not in served.project.sources:
            return dg.MaterializeResult(metadata={"loaded_rows": 0, "used": False})
        with refusal_as_failure():
            report = land(
                build_source(source.name, served.project),
                served.project,
                run_id=context.run_id,
                afresh=context.run.tags.get(AFRESH_TAG) == "true",
            )
        served.failpoints.reach("after_landing")
        return dg.MaterializeResult(metadata=load_metadata(report))

    return landed


def load_metadata(report: LoadReport) -> dict[str, Any]:
    """What Dagster shows about a load."""
    return {
        "loaded_rows": report.loaded_rows,
        "quarantined_rows": report.quarantined_rows,
        "refused_files": len(report.refused_files),
        "load_id": report.load_id,
        "per_table": dg.MetadataValue.table(
            # Stated, since a load that finds no new file has no table to tell of.
            schema=_PER_TABLE,
            records=[
                dg.TableRecord(
                    {
                        "table": table.table,
                        "source_rows": table.source_rows,
                        "quarantined": table.quarantined_rows,
                        "loaded": table.loaded_rows,
                        "deleted": table.deleted_rows,
                    }
                )
                for table in report.tables
            ],
        ),
    }
