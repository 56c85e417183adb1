"""Write the auditor pack of the release in force.

**Belongs here**: the files, their hashes, the manifest of the pack.

**Keep out**: which tables (`tables`), how a row is hashed and checked (`check`).

Every table lies in the pack twice, as Parquet with its types and as CSV for people, and a third
file lists the hash of each row by its key. Rows are ordered by their key, so that the same release
gives the same rows in the same places.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from orchestration.exports.auditor_pack import check
from orchestration.exports.auditor_pack.guide import guide
from orchestration.exports.auditor_pack.tables import PackedTable, packed_tables
from orchestration.publication.durable_files import sha256_of
from orchestration.publication.manifest import ReleaseManifest, read_current_manifest
from orchestration.publication.releases import database_of
from orchestration.warehouse import literal, open_warehouse, quoted, rows

_CHECKER: Final = "check.py"
_CSV: Final = "(format csv, header, nullstr '')"


class FolderTaken(FileExistsError):
    """A pack is written into a folder of its own."""


class WrittenPack(NamedTuple):
    """What one pack holds; `tables` and `rows` are numbers."""

    release: str
    folder: Path
    tables: int
    rows: int
    manifest_sha256: str


def write_pack(published: Path, folder: Path) -> WrittenPack:
    """Write the pack of the release in force into a new folder.

    Args:
        published: Folder of releases.
        folder: Folder to make; it appears only once all is written.

    Returns:
        What was written.

    Raises:
        NoRelease: nothing has been published.
        FolderTaken: the folder is there already.
    """
    if folder.exists():
        raise FolderTaken(f"{folder} exists: a pack gets a folder of its own. Name a new one.")
    manifest = read_current_manifest(published)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in ("data", check.ROWS, check.IDENTITIES):
        (unfinished / name).mkdir(parents=True)
    with open_warehouse(database_of(published, manifest.release)) as release:
        tables = packed_tables(release)
        described = {table.full_name: _write_table(release, table, unfinished) for table in tables}
    _write_tools(manifest, tables, unfinished)
    document = {
        "release": manifest.release,
        "project": manifest.project,
        "created_at": manifest.created_at,
        "as_of": manifest.as_of,
        "presentation_currency": manifest.presentation_currency,
        "content_hash": manifest.content_hash,
        "product_version": manifest.product_version,
        "row_hash": check.ROW_HASH,
        "tables": described,
        "files": {
            file.relative_to(unfinished).as_posix(): sha256_of(file)
            for file in sorted(unfinished.rglob("*"))
            if file.is_file() and file.parent.name not in {"data", check.ROWS}
        },
    }
    stated = unfinished / check.MANIFEST
    stated.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.rename(folder)
    return WrittenPack(
        manifest.release,
        folder,
        len(described),
        sum(table["rows"] for table in described.values()),
        sha256_of(folder / check.MANIFEST),
    )


def _write_table(
    release: duckdb.DuckDBPyConnection, table: PackedTable, folder: Path
) -> dict[str, Any]:
    columns = list(table.columns)
    relation = f"{quoted(table.schema)}.{quoted(table.name)}"
    order = ", ".join(quoted(column) for column in dict.fromkeys((*table.key, *columns)))
    parquet = folder / "data" / f"{table.full_name}.parquet"
    csv = folder / "data" / f"{table.full_name}.csv"
    listed = folder / check.ROWS / f"{table.full_name}.csv"
    texts = ", ".join(
        f"cast({quoted(column)} as varchar) as {quoted(column)}" for column in columns
    )
    key, text = check.key_text(list(table.key)), check.row_text(columns)
    for selected, file, form in (
        (f"select * from {relation} order by {order}", parquet, "(format parquet)"),
        (f"select {texts} from (from {relation} order by {order})", csv, _CSV),
        (
            f"select {key} as row_key, sha256({text}) as row_sha256 from {relation} "
            "order by row_key, row_sha256",
            listed,
            _CSV,
        ),
    ):
        release.execute(f"copy ({selected}) to {literal(str(file))} {form}")
    sums = "".join(f", cast(sum({quoted(column)}) as varchar)" for column in table.money)
    ((count, *added),) = rows(release, f"select count(*){sums} from {relation}")
    return {
        "description": table.description,
        "key": list(table.key),
        "columns": table.columns,
        "rows": count,
        "sums": dict(zip(table.money, added, strict=True)),
        "files": {
            file.relative_to(folder).as_posix(): sha256_of(file) for file in (parquet, csv, listed)
        },
    }


def _write_tools(manifest: ReleaseManifest, tables: list[PackedTable], folder: Path) -> None:
    """Write what an auditor works with: the checker, what it recomputes, the guide."""
    ours = Path(check.__file__).parent
    shutil.copyfile(ours / _CHECKER, folder / _CHECKER)
    for identity in sorted((ours / check.IDENTITIES).glob("*.sql")):
        shutil.copyfile(identity, folder / check.IDENTITIES / identity.name)
    (folder / "README.md").write_text(guide(manifest, tables), encoding="utf-8")
