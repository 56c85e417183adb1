"""Companies on other calendars: statements worked by hand, calendars with gaps refused by name."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from calendar_company import APRIL, AS_OF, WEEKS, write_calendar_company
from compiled_models import DBT_PROJECT, copied, dbt
from demo_runs import REPOSITORY, ledgerhouse

from orchestration.assets.warehouse import failed_tests
from orchestration.dbt_manifest import dbt_executable
from orchestration.publication.releases import current_release, database_of

DECISIONS = REPOSITORY / "docs" / "accounting-decisions.md"
# Heading of a column → entity and currency.
SCOPES = {
    "CW USD": (WEEKS, "functional"),
    "CW CNY": (WEEKS, "group"),
    "CA": (APRIL, "functional"),
    "group": ("GROUP", "group"),
}
# What the document calls a line → its statement and code.
LINES = {
    "Revenue of the year to date": ("profit_and_loss", "revenue"),
    "Net profit of the year to date": ("profit_and_loss", "net_profit"),
    "Cash and cash equivalents": ("balance_sheet", "cash_and_cash_equivalents"),
    "Trade receivables": ("balance_sheet", "trade_receivables"),
    "Other payables": ("balance_sheet", "other_payables"),
    "Share capital": ("balance_sheet", "share_capital"),
    "Translation differences": ("balance_sheet", "translation_reserve"),
    "Retained earnings": ("balance_sheet", "retained_earnings"),
    "Earnings of the current year": ("balance_sheet", "current_year_earnings"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of one run of the real command that nothing stopped."""
    folder = tmp_path_factory.mktemp("calendars")
    project = write_calendar_company(folder / "project")
    finished = ledgerhouse("run", "--project", project, "--home", folder, "--json")
    assert finished.returncode == 0, finished.stderr
    document = json.loads(finished.stdout)
    assert document["invariants_failed"] == 0
    assert document["quarantined_rows"] == 0
    return folder / "calendar_company"


@pytest.fixture(scope="module")
def release(home: Path) -> Path:
    name = current_release(home / "published")
    assert name is not None
    return database_of(home / "published", name)


def rows(release: Path, query: str, *values: object) -> Sequence[tuple[Any, ...]]:
    with duckdb.connect(str(release), read_only=True) as connection:
        return connection.execute(query, list(values)).fetchall()


def worked_out() -> list[tuple[str, str, str, Decimal]]:
    """Line, scope, period and amount of the table in the document."""
    section = DECISIONS.read_text(encoding="utf-8").split("## Fiscal calendars")[1]
    lines = section[section.index("| | CW USD 2026-01 |") :].splitlines()
    heading = [cell.strip() for cell in lines[0].strip("|").split("|")]
    found = []
    for line in lines[2:]:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip() for cell in line[1:-1].split("|"))
        for title, cell in zip(heading[1:], cells, strict=True):
            scope, period = title.rsplit(" ", 1)
            amount = Decimal(cell.replace(",", "").replace("−", "-") or 0)
            found.append((name, scope, period, amount))
    return found


def test_statements_are_those_worked_out_by_hand(release: Path) -> None:
    expected = worked_out()
    assert len(expected) == len(LINES) * 8
    printed = {
        tuple(key): amount
        for *key, amount in rows(
            release,
            "select entity_code, currency_view, fiscal_period, statement, line_code, amount "
            "from statements.rpt_statements where layout = 'ifrs' and period_type = 'ytd'",
        )
    }
    for name, scope, period, amount in expected:
        assert printed[(*SCOPES[scope], period, *LINES[name])] == amount, (name, scope, period)


def test_a_period_of_weeks_has_its_own_rates_and_days(release: Path) -> None:
    assert rows(
        release,
        "select fiscal_period, closing_rate, average_rate from treasury.fct_translation_rates "
        "inner join ledger.dim_entities using (entity_key) where entity_code = ? "
        "and from_currency = 'USD' and to_currency = 'CNY' "
        "and fiscal_period in ('2026-01', '2026-02') order by fiscal_period",
        WEEKS,
    ) == [
        ("2026-01", Decimal("7.2"), Decimal("7.1")),
        ("2026-02", Decimal("7.5"), Decimal("7.4")),
    ]
    assert rows(
        release,
        "select fiscal_period, sum(invoiced_amount), sum(settled_amount), sum(closing_amount) "
        "from receivables.rpt_receivables_roll_forward group by 1 order by 1 limit 3",
    ) == [
        ("2026-02", Decimal(200), Decimal(150), Decimal(50)),
        ("2026-03", Decimal(50), Decimal(0), Decimal(100)),
        ("2026-04", Decimal(0), Decimal(0), Decimal(100)),
    ]


def test_balances_stand_before_and_after_adjustments(release: Path) -> None:
    assert rows(
        release,
        "select account_code, closing_amount_before_adjustments, adjustment_amount, "
        "closing_amount from statements.rpt_trial_balance where entity_code = ? "
        "and fiscal_period = '2026-03' and adjustment_amount <> 0 order by account_code",
        APRIL,
    ) == [
        ("2241", Decimal(0), Decimal(-10), Decimal(-10)),
        ("4104", Decimal(0), Decimal(-90), Decimal(-90)),
        ("6001", Decimal(-100), Decimal(100), Decimal(0)),
    ]
    assert rows(
        release,
        "select fiscal_period, adjustment_period, count(*) from ledger.fct_journals "
        "where is_adjustment group by all",
    ) == [("2026-03", "2026-13", 2)]
    assert rows(
        release,
        "select fiscal_period, period_number, reports_into_period, fiscal_year "
        "from calendar.dim_fiscal_periods where is_adjustment",
    ) == [("2026-13", 13, "2026-03", "2026")]


def test_running_balances_do_not_depend_on_the_order_rows_were_loaded_in(
    home: Path, tmp_path: Path
) -> None:
    balances = "select * from ledger.fct_account_balances order by all"
    lines = (
        "select journal_line_key, line_number, fiscal_period, functional_amount "
        "from ledger.fct_journal_lines order by all"
    )
    with copied(home / "warehouse.duckdb", tmp_path) as warehouse:
        before = [rows(warehouse, balances), rows(warehouse, lines)]
        assert all(before)
        with duckdb.connect(str(warehouse)) as connection:
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'raw_files'"
            ).fetchall():
                connection.execute(
                    f"create table raw_files.shuffled as select * from raw_files.{table} as landed "
                    "order by md5(cast(landed as varchar))"
                )
                connection.execute(f"drop table raw_files.{table}")
                connection.execute(f"alter table raw_files.shuffled rename to {table}")
        dbt(
            *("run", "--select", "+fct_account_balances", "+fct_journal_lines"),
            *("--vars", f"{{as_of_date: '{AS_OF}', presentation_currency: CNY}}"),
            warehouse=warehouse,
            target=tmp_path / "target",
        )
        assert [rows(warehouse, balances), rows(warehouse, lines)] == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("starts_date = '2026-01-26'", "(2026-01-26 to 2026-02-21) leaves a gap after W01"),
        ("starts_date = '2026-01-24'", "(2026-01-24 to 2026-02-21) overlaps W01"),
        ("starts_date = '2026-02-22'", "(2026-02-22 to 2026-02-21) ends before it begins"),
        (
            "ends_date = '2026-02-07'",
            "(2026-01-25 to 2026-02-07) has its middle in the same month as W01",
        ),
    ],
    ids=["gap", "overlap", "backwards", "one label"],
)
def test_a_broken_calendar_is_refused_by_name(
    home: Path, tmp_path: Path, change: str, said: str
) -> None:
    with copied(home / "warehouse.duckdb", tmp_path) as warehouse:
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(
                f"update raw_files.fiscal_periods set {change} where period_name = 'W02'"
            )
        subprocess.run(
            [
                *(dbt_executable(), "run", "--select", "int_fiscal_periods_unioned"),
                *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
                *("--target-path", str(tmp_path / "t"), "--log-path", str(tmp_path / "t")),
            ],
            env={**os.environ, "LEDGERHOUSE_WAREHOUSE": str(warehouse)},
            capture_output=True,
            check=False,
        )
    (sentence,) = failed_tests(json.loads((tmp_path / "t" / "run_results.json").read_text()))
    assert sentence == f"Fiscal calendar broken: period W02 of entity CW {said}."
