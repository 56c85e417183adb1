"""The release: what everybody but the writer reads.

**Belongs here**: the asset that calls the publication protocol once everything else stands.

**Keep out**: the protocol itself (`orchestration.publication`).
"""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from orchestration.assets.warehouse import WRITER_POOL
from orchestration.publication.manifest import ReleaseManifest
from orchestration.publication.protocol import ReleaseFacts, publish
from orchestration.refusals import refusal_as_failure
from orchestration.resources import ServedProject

RELEASE: dg.AssetKey = dg.AssetKey(["published", "release"])


class PublicationConfig(dg.Config):
    """How a run publishes.

    Attributes:
        pin_reason: Keeps the release for good where given, for example `2026-10 closed`.
    """

    pin_reason: str = ""


def build_release_asset(marts: Sequence[dg.AssetKey], *, keep_releases: int) -> dg.AssetsDefinition:
    """The release asset.

    Args:
        marts: Every asset that must stand, and whose blocking checks must pass, before.
        keep_releases: Newest releases kept besides pinned ones.
    """

    @dg.asset(
        key=RELEASE,
        deps=list(marts),
        group_name="publication",
        owners=["team:controlling"],
        kinds={"duckdb"},
        pool=WRITER_POOL,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26)),
        description="The audited marts as a numbered, read-only file that `CURRENT` points at.",
    )
    def release(
        context: dg.AssetExecutionContext, config: PublicationConfig, served: ServedProject
    ) -> dg.MaterializeResult[None]:
        """Publish the warehouse, unless its audit failed."""
        project, home = served.project, served.home
        with refusal_as_failure():
            manifest = publish(
                home.warehouse,
                home.published,
                ReleaseFacts(
                    project=project.name,
                    run_id=context.run_id,
                    as_of=project.as_of.isoformat() if project.as_of else None,
                    presentation_currency=project.presentation_currency,
                    pin_reason=config.pin_reason or None,
                ),
                keep=keep_releases,
                failpoints=served.failpoints,
            )
        return dg.MaterializeResult(
            data_version=dg.DataVersion(manifest.content_hash), metadata=_metadata(manifest)
        )

    return release


def _metadata(manifest: ReleaseManifest) -> dict[str, str | int]:
    return {
        "release": manifest.release,
        "as_of": manifest.as_of,
        "content_hash": manifest.content_hash,
        "tables": len(manifest.tables),
        "rows": sum(digest.rows for digest in manifest.tables.values()),
        "invariants_total": manifest.invariants.total,
        "invariants_warned": manifest.invariants.warned,
        "quarantined_rows": manifest.quarantined_rows,
        "file_bytes": manifest.file_bytes,
    }
