from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from dashboards.release import (
    DEFAULT_PUBLISHED,
    STALE_AFTER,
    Release,
    ReleaseUnreadable,
    current_release,
    open_release,
    published_folder,
)

MANIFEST = {
    "release": "pub_000007",
    "release_number": 7,
    "project": "demo_company",
    "created_at": "2026-11-01T06:00:00+00:00",
    "as_of": "2026-10-31",
    "presentation_currency": "CNY",
    "content_hash": "ab",
    "product_version": "0.1.0",
    "quarantined_rows": 3,
    "invariants": {"total": 19, "failed": 0, "warned": 1},
    "tables": {"sales.dim_customers": {"rows": 4, "sha256": "cd"}},
}


def write_release(folder: Path, manifest: str) -> None:
    duckdb.connect(str(folder / "pub_000007.duckdb")).close()
    (folder / "pub_000007.json").write_text(manifest)
    (folder / "CURRENT").write_text("pub_000007\n")


def test_there_is_no_release_before_the_first_publication(tmp_path: Path) -> None:
    assert current_release(tmp_path) is None


def test_the_manifest_is_read_whole(tmp_path: Path) -> None:
    write_release(tmp_path, json.dumps(MANIFEST))
    release = current_release(tmp_path)
    assert release is not None
    assert (release.number, release.as_of.isoformat()) == (7, "2026-10-31")
    assert (release.invariants_passed, release.invariants_total) == (18, 19)
    assert release.is_failing
    assert dict(release.table_rows) == {"sales.dim_customers": 4}


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"release": "pub_000007"}'])
def test_a_broken_manifest_is_refused_by_name(tmp_path: Path, manifest: str) -> None:
    write_release(tmp_path, manifest)
    with pytest.raises(ReleaseUnreadable, match=r"pub_000007\.json"):
        current_release(tmp_path)


def test_a_pointer_to_nothing_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("pub_000009")
    with pytest.raises(ReleaseUnreadable, match="pub_000009"):
        current_release(tmp_path)


def test_a_release_grows_stale_after_a_missed_weekend(tmp_path: Path) -> None:
    write_release(tmp_path, json.dumps(MANIFEST))
    release = current_release(tmp_path)
    assert release is not None
    published = datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert not release.is_stale(published + STALE_AFTER)
    assert release.is_stale(published + STALE_AFTER + timedelta(seconds=1))


def test_the_folder_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGERHOUSE_PUBLISHED", "/somewhere/published")
    assert published_folder() == Path("/somewhere/published")
    monkeypatch.delenv("LEDGERHOUSE_PUBLISHED")
    assert published_folder() == DEFAULT_PUBLISHED


@pytest.mark.parametrize(
    "attack",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1) to '/tmp/ledgerhouse_leak.csv'",
        "attach '/tmp/ledgerhouse_leak.duckdb' as leak",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '64GB'",
        "create table sales.leak as select 1 as one",
        "delete from sales.dim_customers",
        "drop table sales.dim_customers",
    ],
)
def test_an_opened_release_reads_itself_alone(release: Release, attack: str) -> None:
    connection = open_release(release)
    try:
        with pytest.raises(duckdb.Error):
            connection.execute(attack)
    finally:
        connection.close()
