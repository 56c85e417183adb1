"""The order of steps by which a release becomes visible, each safe to be killed after.

**Belongs here**: the sequence, and verifying a release against its manifest.

**Keep out**: what each step does (its own module).

Gate → candidate → checkpoint and close → fsync → rename to its number, read-only → fsync →
manifest → replace `CURRENT` → fsync → retire old releases. Until `CURRENT` is replaced, readers
see the last release; afterwards, the new one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import duckdb

from orchestration.failpoints import Failpoints
from orchestration.publication import durable_files
from orchestration.publication.candidate import build_candidate
from orchestration.publication.content_hash import content_hash, table_digests
from orchestration.publication.gate import pass_gate
from orchestration.publication.janitor import sweep
from orchestration.publication.manifest import ReleaseManifest, read_manifest, write_manifest
from orchestration.publication.releases import (
    current_release,
    database_of,
    point_at,
    release_name,
    release_number,
)
from orchestration.publication.retention import pin, retire
from orchestration.warehouse import has_relation, literal, open_warehouse, rows


class ReleaseFacts(NamedTuple):
    """What the caller knows and the warehouse does not say.

    Attributes:
        project: Name of the project.
        run_id: The run that publishes.
        as_of: The project's own as-of date, ISO 8601; None takes the newest date in the marts.
        presentation_currency: ISO code.
        pin_reason: Pins the new release where given.
    """

    project: str
    run_id: str
    as_of: str | None
    presentation_currency: str
    pin_reason: str | None = None


class ReleaseDamaged(RuntimeError):
    """A release must be what its manifest says it is."""


def publish(
    warehouse: Path,
    published: Path,
    facts: ReleaseFacts,
    *,
    keep: int = 3,
    failpoints: Failpoints | None = None,
) -> ReleaseManifest:
    """Publish the warehouse as the next release; the writer lock must be held.

    Args:
        warehouse: Warehouse file with built and audited marts.
        published: Folder of releases; made if absent.
        facts: What the manifest states besides.
        keep: Newest releases kept besides pinned ones.
        failpoints: For crash tests.

    Returns:
        The manifest of the new release, which is now in force.

    Raises:
        PublicationStopped: the audit failed; the last release stays in force.
        EmptyWarehouse: there is nothing to publish.
    """
    points = failpoints or Failpoints()
    published.mkdir(parents=True, exist_ok=True)
    sweep(published)
    with open_warehouse(warehouse) as connection:
        invariants, totals = pass_gate(connection)
        quarantined = count_quarantined(connection)
        as_of = facts.as_of or _newest_date(connection)

    candidate = published / "candidate.duckdb"
    digests = build_candidate(warehouse, candidate, points)
    points.reach("candidate_closed")
    number = (release_number(current_release(published) or "") or 0) + 1
    name = release_name(number)
    manifest = ReleaseManifest(
        release=name,
        release_number=number,
        project=facts.project,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        as_of=as_of,
        run_id=facts.run_id,
        presentation_currency=facts.presentation_currency,
        content_hash=content_hash(digests),
        tables=digests,
        control_totals=totals,
        invariants=invariants,
        quarantined_rows=quarantined,
        file_bytes=candidate.stat().st_size,
        file_sha256=durable_files.sha256_of(candidate),
        product_version=product_version(),
    )
    durable_files.rename(candidate, database_of(published, name))
    points.reach("release_renamed")
    write_manifest(published, manifest)
    points.reach("manifest_written")
    if facts.pin_reason:
        pin(published, name, facts.pin_reason)
    point_at(published, name)
    points.reach("pointer_replaced")
    retire(published, keep=keep)
    return manifest


def verify(published: Path, name: str) -> ReleaseManifest:
    """Check a release's bytes and content against its manifest.

    Raises:
        NoRelease: it has no manifest.
        ReleaseDamaged: file or content differs; the message names the first table that does.
    """
    manifest = read_manifest(published, name)
    database = database_of(published, name)
    if durable_files.sha256_of(database) != manifest.file_sha256:
        raise ReleaseDamaged(
            f"{database} differs from the SHA-256 in its manifest: a release never changes. "
            "Run `ledgerhouse run` to publish a sound one."
        )
    with open_warehouse(None) as connection:
        connection.execute(f"attach {literal(str(database))} as release (read_only)")
        digests = table_digests(connection, "release")
    wrong = [table for table in manifest.tables if digests.get(table) != manifest.tables[table]]
    if wrong or content_hash(digests) != manifest.content_hash:
        raise ReleaseDamaged(
            f"{name} does not hold what its manifest states (first: {[*wrong, 'table list'][0]}): "
            "a release never changes. Run `ledgerhouse run` to publish a sound one."
        )
    return manifest


def product_version() -> str:
    """Version of the installed product; `0+unknown` in a tree that was never installed."""
    try:
        return version("ledgerhouse")
    except PackageNotFoundError:
        return "0+unknown"


def count_quarantined(connection: duckdb.DuckDBPyConnection) -> int:
    """Quarantined rows not yet resolved, over all sources."""
    if not has_relation(connection, "raw_landing", "quarantined_rows"):
        return 0
    ((count,),) = rows(
        connection, "select count(*) from raw_landing.quarantined_rows where resolved_at is null"
    )
    return int(count)


def _newest_date(connection: duckdb.DuckDBPyConnection) -> str:
    for schema, table, column in (
        ("ledger", "fct_journals", "effective_date"),
        ("sales", "fct_invoices", "invoice_date"),
        ("sales", "fct_orders", "order_date"),
        ("sales", "fct_order_lines", "order_date"),
    ):
        if has_relation(connection, schema, table):
            ((newest,),) = rows(connection, f"select max({column}) from {schema}.{table}")
            if newest is not None:
                return str(newest)
    return ""
