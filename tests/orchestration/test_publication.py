"""A release is complete, ordered, read-only and only ever replaced as a whole."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hand_made_warehouse import write_warehouse

from orchestration import failpoints
from orchestration.publication import releases, retention
from orchestration.publication.content_hash import content_hash, table_digests
from orchestration.publication.gate import AuditMissing, ControlTotalsDisagree, InvariantFailed
from orchestration.publication.janitor import sweep
from orchestration.publication.manifest import read_current_manifest, read_manifest
from orchestration.publication.protocol import ReleaseDamaged, ReleaseFacts, publish, verify
from orchestration.publication.releases import NoRelease

FACTS = ReleaseFacts("hand_made", "run-1", None, "CNY")


def test_a_release_holds_the_marts_with_comments_and_nothing_else(tmp_path: Path) -> None:
    manifest = publish(write_warehouse(tmp_path / "warehouse.duckdb"), tmp_path / "pub", FACTS)

    with duckdb.connect(str(tmp_path / "pub" / "pub_000001.duckdb"), read_only=True) as release:
        schemas = release.execute(
            "select distinct schema_name from duckdb_tables() order by 1"
        ).fetchall()
        comments = release.execute(
            "select comment from duckdb_tables() where table_name = 'fct_journal_lines' union all "
            "select comment from duckdb_columns() where column_name = 'functional_amount'"
        ).fetchall()
        amounts = release.execute(
            "select journal_line_key, functional_amount from ledger.fct_journal_lines"
        ).fetchall()
    assert schemas == [("audit",), ("ledger",)]
    assert comments == [("One row per journal line.",), ("Debit positive; it's exact.",)]
    assert [key for key, _ in amounts] == ["l1", "l2"]
    assert sum(amount for _, amount in amounts) == 0
    assert manifest.as_of == "2026-10-31"
    assert manifest.quarantined_rows == 1
    assert manifest.invariants._asdict() == {"total": 1, "failed": 0, "warned": 0}
    assert manifest.control_totals._asdict() == {"total": 1, "disagreeing": 0}
    assert read_current_manifest(tmp_path / "pub") == manifest
    assert verify(tmp_path / "pub", "pub_000001") == manifest
    mode = stat.S_IMODE((tmp_path / "pub" / "pub_000001.duckdb").stat().st_mode)
    assert mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) == 0


def test_the_manifest_is_plain_json_with_the_agreed_names(tmp_path: Path) -> None:
    publish(write_warehouse(tmp_path / "warehouse.duckdb"), tmp_path / "pub", FACTS)

    document = json.loads((tmp_path / "pub" / "pub_000001.json").read_text())

    assert list(document) == [
        *("release", "release_number", "project", "created_at", "as_of", "run_id"),
        *("presentation_currency", "content_hash", "tables", "control_totals", "invariants"),
        *("quarantined_rows", "file_bytes", "file_sha256", "product_version"),
    ]
    assert document["tables"]["ledger.fct_journal_lines"]["rows"] == 2


def test_the_content_hash_ignores_row_order_and_technical_columns_and_sees_every_cell(
    tmp_path: Path,
) -> None:
    def digest(name: str, change: str) -> str:
        path = write_warehouse(tmp_path / name)
        with duckdb.connect(str(path)) as connection:
            connection.execute(change)
            return content_hash(table_digests(connection, path.stem))

    lines = "ledger.fct_journal_lines"
    clean = digest("a.duckdb", "select 1")
    reordered = digest(
        "b.duckdb", f"create or replace table {lines} as from {lines} order by journal_line_key"
    )
    later_run = digest("c.duckdb", f"update {lines} set run_id = 'r2', recorded_at = now()")
    half_a_cent = digest(
        "d.duckdb", f"update {lines} set functional_amount = 100 where journal_line_key = 'l1'"
    )
    null_is_not_empty = digest(
        "e.duckdb", f"update {lines} set description = '' where description is null"
    )
    doubled = digest("f.duckdb", f"insert into {lines} from {lines} limit 1")

    assert clean == reordered == later_run
    assert len({clean, half_a_cent, null_is_not_empty, doubled}) == 4


def test_a_failed_invariant_stops_publication_by_name_and_the_last_release_stays(
    tmp_path: Path,
) -> None:
    published = tmp_path / "pub"
    publish(write_warehouse(tmp_path / "good.duckdb"), published, FACTS)
    bad = write_warehouse(tmp_path / "bad.duckdb", status="failed")

    with pytest.raises(InvariantFailed, match=r"GL-1 \(Journals balance\).*GEN/2026/0042") as stop:
        publish(bad, published, FACTS)

    assert "last release stays in force" in str(stop.value)
    assert releases.current_release(published) == "pub_000001"
    assert releases.releases(published) == ["pub_000001"]


def test_a_result_that_was_not_evaluated_counts_as_failed(tmp_path: Path) -> None:
    with pytest.raises(InvariantFailed):
        publish(write_warehouse(tmp_path / "w.duckdb", status="skipped"), tmp_path / "pub", FACTS)


def test_a_control_total_that_disagrees_stops_publication_by_name(tmp_path: Path) -> None:
    warehouse = write_warehouse(tmp_path / "w.duckdb", landed="1")

    with pytest.raises(ControlTotalsDisagree, match=r"erp\.account_move \(rows\)"):
        publish(warehouse, tmp_path / "pub", FACTS)


def test_a_warehouse_without_invariant_results_is_not_published(tmp_path: Path) -> None:
    warehouse = write_warehouse(tmp_path / "w.duckdb")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from audit.audit_invariant_results")

    with pytest.raises(AuditMissing):
        publish(warehouse, tmp_path / "pub", FACTS)


def test_old_releases_go_and_pinned_ones_stay(tmp_path: Path) -> None:
    warehouse = write_warehouse(tmp_path / "w.duckdb")
    published = tmp_path / "pub"
    publish(warehouse, published, FACTS._replace(pin_reason="2026-10 closed"))
    for _ in range(5):
        publish(warehouse, published, FACTS)

    assert releases.releases(published) == [
        "pub_000001",
        "pub_000004",
        "pub_000005",
        "pub_000006",
    ]
    assert retention.pinned(published) == {"pub_000001": "2026-10 closed"}
    assert read_manifest(published, "pub_000001").release_number == 1
    with pytest.raises(NoRelease):
        read_manifest(published, "pub_000002")


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    publish(write_warehouse(tmp_path / "w.duckdb"), tmp_path / "pub", FACTS)
    database = tmp_path / "pub" / "pub_000001.duckdb"
    database.chmod(0o644)
    damaged = bytearray(database.read_bytes())
    damaged[len(damaged) // 2] ^= 0x01
    database.write_bytes(damaged)

    with pytest.raises(ReleaseDamaged):
        verify(tmp_path / "pub", "pub_000001")


PUBLICATION_POINTS = [name for name in failpoints.NAMES if not name.startswith("after_")]


@pytest.mark.crash
@pytest.mark.parametrize("point", PUBLICATION_POINTS)
def test_killed_at_any_step_a_sound_release_is_in_force_and_the_next_run_heals(
    tmp_path: Path, point: str
) -> None:
    warehouse = write_warehouse(tmp_path / "w.duckdb")
    published = tmp_path / "pub"
    first = publish(warehouse, published, FACTS)
    program = (
        "from pathlib import Path\n"
        "from orchestration.failpoints import Failpoints\n"
        "from orchestration.publication.protocol import ReleaseFacts, publish\n"
        f"publish(Path({str(warehouse)!r}), Path({str(published)!r}), "
        f"ReleaseFacts('hand_made', 'run-2', None, 'CNY'), failpoints=Failpoints({point!r}))\n"
    )

    killed = subprocess.run([sys.executable, "-c", program], env=os.environ, check=False)

    assert killed.returncode == -signal.SIGKILL
    in_force = releases.current_release(published)
    assert in_force == ("pub_000002" if point == "pointer_replaced" else "pub_000001")
    assert verify(published, in_force).content_hash == first.content_hash
    healed = publish(warehouse, published, FACTS)
    assert healed.content_hash == first.content_hash
    assert healed.release_number == (3 if point == "pointer_replaced" else 2)
    assert sweep(published) == []
    assert {path.suffix for path in published.iterdir()} == {"", ".duckdb", ".json"}
