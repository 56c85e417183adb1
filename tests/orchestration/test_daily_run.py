"""The real command, on a copy of a published demo company: idempotent, explained, fail-closed."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import duckdb
import pytest
from demo_runs import LEDGERHOUSE, PublishedHome, ledgerhouse

from orchestration.publication.protocol import verify
from orchestration.publication.releases import current_release
from orchestration.writer_lock import writer_lock


@pytest.fixture
def own_home(published_home: PublishedHome, tmp_path: Path) -> PublishedHome:
    """A copy of the published home that a test may write."""
    shutil.copytree(published_home.home_root, tmp_path / "home")
    return published_home._replace(
        home_root=tmp_path / "home", home=tmp_path / "home" / published_home.home.name
    )


def arguments(home: PublishedHome) -> list[str | Path]:
    return ["--project", home.project, "--home", home.home_root]


def test_the_summary_says_what_a_finance_person_asks(published_home: PublishedHome) -> None:
    document = published_home.document

    assert document["release"] == "pub_000001"
    assert document["as_of"] == "2026-10-31"
    assert document["invariants_total"] == 51
    assert document["invariants_failed"] == 0
    assert document["rows_loaded"] > 1000
    assert document["run"]["built"].startswith("everything, for there is no complete build")
    for figure in ("net_sales_ytd", "net_sales_last_month", "net_profit_ytd"):
        assert float(document[figure]["amount"]) != 0
        assert float(document[figure]["prior_year_amount"]) != 0
    assert float(document["cash"]) > 0
    assert float(document["overdue_receivables"]) > 0
    ahead = document["next_quarter_net_sales"]
    assert ahead["first_month"] == "2026-11"
    assert float(ahead["lo80"]) < float(ahead["amount"]) < float(ahead["hi80"])
    assert verify(published_home.home / "published", "pub_000001")


def test_the_table_form_names_the_same_release(own_home: PublishedHome) -> None:
    shown = ledgerhouse("status", *arguments(own_home))
    status = json.loads(ledgerhouse("status", *arguments(own_home), "--json").stdout)

    assert shown.returncode == 0
    assert "pub_000001" in shown.stdout
    assert status["release"] == "pub_000001"
    assert status["as_of"] == own_home.document["as_of"]
    assert status["content_hash"] == own_home.document["content_hash"]
    assert status["invariants_total"] == 51
    assert status["invariants_failed"] == 0
    assert status["quarantined_rows"] == own_home.document["quarantined_rows"]
    assert status["is_writer_running"] is False
    assert status["last_run"]["outcome"] == "published"
    assert {"erp", "crm", "bank"} <= {source["source"] for source in status["sources"]}


def test_a_second_run_loads_nothing_and_says_the_same(own_home: PublishedHome) -> None:
    again = ledgerhouse("run", *arguments(own_home), "--json")

    assert again.returncode == 0, again.stderr
    document = json.loads(again.stdout)
    assert document["rows_loaded"] == 0
    assert document["run"]["built"] == "what changed"
    assert document["content_hash"] == own_home.document["content_hash"]
    assert document["release"] == "pub_000002"


def test_a_cent_wrong_in_the_erp_stops_publication_by_name(own_home: PublishedHome) -> None:
    with sqlite3.connect(own_home.home / "source_systems" / "erp.sqlite") as erp:
        ((line, number),) = erp.execute(
            "select line.id, move.number from account_move_line line "
            "join account_move move on move.id = line.move "
            "where line.debit > 100 and move.state = 'posted' order by line.id desc limit 1"
        ).fetchall()
        erp.execute(
            "update account_move_line set debit = round(debit + 0.01, 2), "
            "write_date = datetime('now') where id = ?",
            [line],
        )
    erp.close()

    stopped = ledgerhouse("run", *arguments(own_home))

    assert stopped.returncode == 3, stopped.stderr
    assert "GL-1" in stopped.stderr
    assert str(number) in stopped.stderr
    assert "last release stays in force" in stopped.stderr
    assert current_release(own_home.home / "published") == "pub_000001"
    status = json.loads(ledgerhouse("status", *arguments(own_home), "--json").stdout)
    assert status["release"] == "pub_000001"
    assert status["last_run"]["outcome"] == "stopped"
    with duckdb.connect(str(own_home.home / "warehouse.duckdb"), read_only=True) as warehouse:
        history = warehouse.execute(
            "select failed_count from audit.audit_invariant_history "
            "where invariant_id = 'GL-1' order by evaluated_at"
        ).fetchall()
    assert history == [(0,), (1,)]  # the run that published, the run that was stopped


def test_a_second_writer_is_refused_with_the_pid_of_the_first(own_home: PublishedHome) -> None:
    with writer_lock(own_home.home / "writer.lock"):
        refused = ledgerhouse("run", *arguments(own_home))
        status = json.loads(ledgerhouse("status", *arguments(own_home), "--json").stdout)

    assert refused.returncode == 1
    assert str(status["writer_pid"]) in refused.stderr
    assert status["is_writer_running"] is True


@pytest.mark.parametrize("seconds", [6, 15], ids=["landing", "building"])
def test_a_terminated_run_leaves_the_release_and_says_so(
    own_home: PublishedHome, seconds: int
) -> None:
    command = [LEDGERHOUSE, "run", *map(str, arguments(own_home))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        time.sleep(seconds)  # well inside a run, which takes longer however fast the machine is
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate()

    assert run.returncode == 1
    assert "last release stays in force" in said
    status = json.loads(ledgerhouse("status", *arguments(own_home), "--json").stdout)
    assert status["last_run"]["outcome"] == "interrupted"
    assert current_release(own_home.home / "published") == "pub_000001"
    assert verify(own_home.home / "published", "pub_000001")


def test_a_backfill_is_shown_before_it_is_done(own_home: PublishedHome) -> None:
    planned = ledgerhouse(
        *("backfill", "--from", "2026-01", "--to", "2026-03", "--dry-run", "--json"),
        *arguments(own_home),
    )

    assert planned.returncode == 0, planned.stderr
    plan = json.loads(planned.stdout)
    assert plan["months"] == ["2026-01", "2026-02", "2026-03"]
    assert "erp" in plan["sources"]
    assert plan["release"] == "pub_000001"
    replaced = {mart["table"]: mart["rows_in_range"] for mart in plan["marts"]}
    assert replaced["ledger.fct_journal_lines"] > 0
    assert current_release(own_home.home / "published") == "pub_000001"


def test_a_backfill_of_unchanged_sources_changes_nothing(own_home: PublishedHome) -> None:
    done = ledgerhouse(
        "backfill", "--from", "2026-01", "--to", "2026-03", *arguments(own_home), "--json"
    )

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["rows_loaded"] == 0
    assert document["content_hash"] == own_home.document["content_hash"]
    release = own_home.home / "published" / f"{document['release']}.duckdb"
    with duckdb.connect(str(release), read_only=True) as connection:
        handed_over = connection.execute(
            "select sum(source_rows) from audit.audit_loads where source_name = 'bank' "
            "group by run_id order by max(started_at)"
        ).fetchall()
    # The bank's files had been landed; the backfill read every one of them again.
    assert handed_over[0] == handed_over[1] > (0,)


@pytest.mark.parametrize(
    "wrong",
    [
        ("backfill", "--from", "2026-13", "--to", "2026-13"),
        ("backfill", "--from", "2026-03", "--to", "2026-01"),
        ("backfill", "--from", "2026-01"),
        ("run", "--project", "/nowhere"),
        ("frobnicate",),
    ],
)
def test_wrong_usage_ends_with_code_2(wrong: tuple[str, ...], tmp_path: Path) -> None:
    home = [] if wrong == ("frobnicate",) else ["--home", str(tmp_path)]
    ended = ledgerhouse(*wrong, *home)
    assert ended.returncode == 2, ended.stderr
    assert not any(tmp_path.iterdir())
