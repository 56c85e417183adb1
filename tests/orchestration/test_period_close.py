"""A closed period keeps what it reported; what is recorded later stands as a restatement."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from demo_runs import PublishedHome, ledgerhouse
from late_postings import LATE

from orchestration.publication.releases import current_release, database_of


def asked(home: PublishedHome, query: str) -> list[tuple[Any, ...]]:
    published = home.home / "published"
    name = current_release(published)
    assert name is not None
    with duckdb.connect(str(database_of(published, name)), read_only=True) as release:
        return release.execute(query).fetchall()


SNAPSHOTS = """
    select entity_code, fiscal_period, layout, statement, currency_view, line_code, amount
    from statements.fct_statement_snapshots order by all
"""


def test_a_close_locks_every_period_up_to_it(closed_home: PublishedHome) -> None:
    found = asked(
        closed_home,
        """
        select status, entity_code, min(fiscal_period), max(fiscal_period), min(decided_by)
        from ledger.fct_period_status group by all order by all
        """,
    )
    entities = ("GROUP", "LH-CN", "LH-EU", "LH-US")
    assert found == [
        *(("closed", entity, "2023-11", "2026-06", "Li Na") for entity in entities),
        *(("open", entity, "2026-07", "2026-10", None) for entity in entities),
    ]
    assert closed_home.document["invariants_failed"] == 0


def test_what_is_reported_is_what_was_printed(closed_home: PublishedHome) -> None:
    ((lines, equal),) = asked(
        closed_home,
        """
        select count(*), count(*) filter (where snapshots.amount = printed.amount)
        from statements.fct_statement_snapshots as snapshots
        left join statements.rpt_balance_sheet as printed
            using (layout, entity_key, currency_view, fiscal_period, line_code)
        where snapshots.statement = 'balance_sheet'
        """,
    )
    assert lines == equal > 1000


def test_a_late_journal_restates_and_leaves_what_was_reported(
    closed_home: PublishedHome, restated_home: PublishedHome
) -> None:
    assert asked(restated_home, SNAPSHOTS) == asked(closed_home, SNAPSHOTS)
    assert restated_home.document["invariants_failed"] == 0
    assert asked(
        restated_home,
        """
        select entity_code, fiscal_period, restated_line_count from ledger.fct_period_status
        where status = 'restated'
        """,
    ) == [("LH-EU", "2026-03", 2)]
    lines = asked(
        restated_home,
        """
        select journal_number, change_type, reported_amount, changed_by,
            cast(changed_at as varchar), sum(delta_amount)
        from ledger.fct_restatements group by all
        """,
    )
    written = ("Karin Weber", "2026-11-02 09:00:00")
    assert lines == [(LATE, "added", Decimal(0), *written, Decimal(0))]


def test_the_bridge_leads_from_reported_to_restated(restated_home: PublishedHome) -> None:
    steps = asked(
        restated_home,
        f"""
        select bridge.statement, bridge.line_code, bridge.fiscal_period, bridge.delta_amount,
            bridge.restated_amount = coalesce(sheet.amount, income.amount)
        from statements.rpt_restatement_bridge as bridge
        left join statements.rpt_balance_sheet as sheet on bridge.statement = 'balance_sheet'
            and sheet.currency_view = 'functional' and bridge.layout = sheet.layout
            and bridge.entity_key = sheet.entity_key and bridge.line_code = sheet.line_code
            and bridge.fiscal_period = sheet.fiscal_period
        left join statements.rpt_profit_and_loss as income on bridge.statement = 'profit_and_loss'
            and income.currency_view = 'functional' and bridge.layout = income.layout
            and bridge.entity_key = income.entity_key and bridge.line_code = income.line_code
            and bridge.fiscal_period = income.fiscal_period
        where bridge.layout = 'ifrs' and bridge.journal_number = '{LATE}'
        order by all
        """,
    )
    assert all(is_equal for *_, is_equal in steps)
    touched = {(statement, line, period) for statement, line, period, *_ in steps}
    months = ("2026-03", "2026-04", "2026-05", "2026-06")
    assert touched == {
        ("profit_and_loss", "depreciation", "2026-03"),
        *(("balance_sheet", "current_year_earnings", month) for month in months),
        *(("balance_sheet", "accumulated_depreciation", month) for month in months),
    }
    assert len({amount for *_, amount, _ in steps}) == 1
    assert steps[0][3] < 0


def test_only_the_last_closed_period_can_be_reopened(
    closed_home: PublishedHome, tmp_path: Path
) -> None:
    home_root = tmp_path / "home"
    shutil.copytree(closed_home.home / "state", home_root / closed_home.home.name / "state")
    places = ("--project", closed_home.project, "--home", home_root)
    why = ("--by", "Li Na", "--reason", "bill found")

    too_early = ledgerhouse("reopen", "--entity", "LH-EU", "--period", "2026-05", *why, *places)
    last = ledgerhouse("reopen", "--entity", "LH-EU", "--period", "2026-06", *why, *places)
    again = ledgerhouse("reopen", "--entity", "LH-EU", "--period", "2026-06", *why, *places)

    assert (too_early.returncode, last.returncode, again.returncode) == (2, 0, 2)
    assert "Reopen 2026-06 first" in too_early.stderr
    assert "is not closed" in again.stderr


@pytest.mark.parametrize(
    ("through", "entity", "says"),
    [
        ("2026-12", "LH-EU", "is not a period of the books"),
        ("2026-09", "LH-XX", "Name one of GROUP, LH-CN, LH-EU, LH-US"),
    ],
)
def test_what_cannot_be_closed_is_refused_with_its_remedy(
    published_home: PublishedHome, through: str, entity: str, says: str
) -> None:
    refused = ledgerhouse(
        *("close", "--through", through, "--entity", entity, "--by", "Li Na"),
        *("--project", published_home.project, "--home", published_home.home_root),
    )
    assert refused.returncode == 2
    assert says in refused.stderr
