"""Revenue projections, between the revenue they learn from and the marts that show them.

**Belongs here**: asking `forecasting` for a projection when its inputs changed, and landing it.

**Keep out**: the mathematics (`forecasting`), the marts (dbt_project).
"""

from typing import TYPE_CHECKING, Final

import dagster as dg
import pyarrow as pa

from ingestion.pipeline import land
from ingestion.sources.projections import ProjectionsSource
from orchestration.assets.landing import load_metadata
from orchestration.assets.warehouse import PROJECTIONS, WRITER_POOL
from orchestration.projection_history import newest_projection, read_history
from orchestration.publication.protocol import product_version
from orchestration.refusals import refusal_as_failure
from orchestration.resources import ServedProject
from orchestration.settings import Settings
from orchestration.warehouse import open_warehouse

if TYPE_CHECKING:
    from forecasting.revenue import RevenueProjection

REVENUE: Final = dg.AssetKey(["sales", "fct_monthly_revenue"])


def build_projections_asset(settings: Settings) -> dg.AssetsDefinition:
    """The projections asset.

    Args:
        settings: Profile, horizon and seed.
    """

    @dg.asset(
        key=PROJECTIONS,
        deps=[REVENUE],
        group_name="planning",
        owners=["team:planning"],
        kinds={"python", "duckdb"},
        pool=WRITER_POOL,
        description="Monthly revenue projected by entity, product line and region, with its "
        "backtest and scores; computed again when its inputs change.",
    )
    def projections(
        context: dg.AssetExecutionContext, served: ServedProject
    ) -> dg.MaterializeResult[None]:
        """Project, unless the newest projection came of the same inputs."""
        with open_warehouse(served.home.warehouse) as connection:
            history = read_history(connection, settings, product_version())
            newest = newest_projection(connection)
        if history.frame.empty or newest == history.inputs_hash:
            return dg.MaterializeResult(
                metadata={"loaded_rows": 0, "inputs_hash": history.inputs_hash, "computed": False}
            )
        # Imported here: a run whose history did not change needs none of the model libraries.
        from forecasting.revenue import project_revenue

        projection = project_revenue(
            history.frame,
            horizon=settings.forecast_horizon,
            profile=settings.forecast_profile,
            seed=settings.forecast_seed,
        )
        run_id = f"{history.inputs_hash}-{context.run_id[:8]}"
        currency = served.project.presentation_currency
        with refusal_as_failure():
            report = land(
                ProjectionsSource(projection_tables(projection, run_id, currency)),
                served.project,
                run_id=context.run_id,
            )
        served.failpoints.reach("after_projections")
        return dg.MaterializeResult(
            metadata={
                **load_metadata(report),
                "inputs_hash": history.inputs_hash,
                "computed": True,
                "published_model": projection.published_model,
            }
        )

    return projections


def projection_tables(
    projection: "RevenueProjection", run_id: str, currency_code: str
) -> dict[str, pa.Table]:
    """A projection's frames as the raw tables they are landed in; NaN becomes null."""
    return {
        "revenue_forecasts": pa.Table.from_pandas(
            projection.forecasts.assign(run_id=run_id, currency_code=currency_code),
            preserve_index=False,
        ),
        "revenue_quarters": pa.Table.from_pandas(
            projection.quarters.assign(run_id=run_id, currency_code=currency_code),
            preserve_index=False,
        ),
        "revenue_backtests": pa.Table.from_pandas(
            projection.backtests.assign(run_id=run_id), preserve_index=False
        ),
        "forecast_scores": pa.Table.from_pandas(
            projection.scores.assign(run_id=run_id), preserve_index=False
        ),
    }
