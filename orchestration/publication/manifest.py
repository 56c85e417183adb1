"""What a release states about itself, beside its file: `pub_000001.json`.

**Belongs here**: the record, its JSON form, writing and reading it.

**Keep out**: computing what it states (`content_hash`, `gate`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from orchestration.publication.content_hash import TableDigest
from orchestration.publication.durable_files import READ_ONLY_MODE, replace_text
from orchestration.publication.gate import ControlTotals, Invariants
from orchestration.publication.releases import NoRelease, current_release, manifest_of


class ReleaseManifest(NamedTuple):
    """One release.

    Attributes:
        release: Its name, `pub_000001`.
        release_number: Counts from 1.
        project: Name of the project.
        created_at: UTC, ISO 8601.
        as_of: Newest business date inside, ISO 8601.
        run_id: The run that made it.
        presentation_currency: ISO code of every `_group` amount.
        content_hash: SHA-256 over all tables' digests, technical columns left out.
        tables: `schema.table` → rows and digest.
        control_totals: How many were compared and how many disagree (0 in a release).
        invariants: Distinct invariants, those failed (0 in a release) and those warned.
        quarantined_rows: Rows refused by a contract and not yet resolved.
        file_bytes: Size of the DuckDB file.
        file_sha256: SHA-256 of the DuckDB file.
        product_version: Version of Ledgerhouse that wrote it.
    """

    release: str
    release_number: int
    project: str
    created_at: str
    as_of: str
    run_id: str
    presentation_currency: str
    content_hash: str
    tables: dict[str, TableDigest]
    control_totals: ControlTotals
    invariants: Invariants
    quarantined_rows: int
    file_bytes: int
    file_sha256: str
    product_version: str

    def as_json(self) -> str:
        """The manifest as an indented JSON document."""
        document = self._asdict() | {
            "tables": {name: digest._asdict() for name, digest in self.tables.items()},
            "control_totals": self.control_totals._asdict(),
            "invariants": self.invariants._asdict(),
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_manifest(published: Path, manifest: ReleaseManifest) -> None:
    """Write the manifest durably and read-only."""
    replace_text(manifest_of(published, manifest.release), manifest.as_json(), mode=READ_ONLY_MODE)


def read_manifest(published: Path, name: str) -> ReleaseManifest:
    """Read the manifest of release `name`.

    Raises:
        NoRelease: the release has no manifest.
    """
    path = manifest_of(published, name)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoRelease(
            f"Release {name} has no manifest in {published}: a release is a file and its manifest. "
            "Run `ledgerhouse run` to publish one."
        ) from None
    return ReleaseManifest(
        **document
        | {
            "tables": {name: TableDigest(**digest) for name, digest in document["tables"].items()},
            "control_totals": ControlTotals(**document["control_totals"]),
            "invariants": Invariants(**document["invariants"]),
        }
    )


def read_current_manifest(published: Path) -> ReleaseManifest:
    """Read the manifest of the release in force.

    Raises:
        NoRelease: nothing has been published yet.
    """
    name = current_release(published)
    if name is None:
        raise NoRelease(
            f"{published} holds no release yet: a release must be published before it can be "
            "read. Run `ledgerhouse run`."
        )
    return read_manifest(published, name)
