"""A company booked in a real Tryton: our statements equal Tryton's own reports, to the cent."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import venv
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from demo_runs import ledgerhouse

from ingestion.demo_company.erp_tables import tryton_schema
from ingestion.sources.erp import ErpSource

HERE = Path(__file__).parent
AS_OF = "2025-12-31"
# Tryton counts days overdue from 0, 30, 60 and 90; no due date of the company falls on an edge.
BUCKETS = ("1_30", "31_60", "61_90", "over_90")

pytestmark = [pytest.mark.nightly, pytest.mark.tryton]


@pytest.fixture(scope="session")
def tryton(pytestconfig: pytest.Config) -> Path:
    """The folder of a company booked in a real Tryton; its environment is kept between runs."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("tryton")
    environment = folder / "environment"
    python = environment / "bin" / "python"
    if not (environment / ".ready").exists():
        venv.create(environment, with_pip=True, clear=True)
        lock = str(HERE / "requirements.lock")
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
        subprocess.run(install, check=True)
        (environment / ".ready").touch()
    for made in ("erp.sqlite", "oracle.json"):
        (folder / made).unlink(missing_ok=True)
    subprocess.run([str(python), str(HERE / "book_company.py"), str(folder)], check=True)
    return folder


@pytest.fixture(scope="session")
def oracle(tryton: Path) -> dict[str, Any]:
    reported: dict[str, Any] = json.loads((tryton / "oracle.json").read_text())
    return reported


@pytest.fixture(scope="session")
def release(tryton: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    project = tmp_path_factory.mktemp("tryton_project")
    home = tmp_path_factory.mktemp("tryton_home")
    (project / "ledgerhouse.yml").write_text(
        f"name: booked\npresentation_currency: USD\nas_of: {AS_OF}\n"
        f"sources:\n  erp: {{url: 'sqlite:///{tryton / 'erp.sqlite'}'}}\n"
    )
    finished = ledgerhouse("run", "--project", project, "--home", home, "--json")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    published = home / "booked" / "published"
    name = (published / "CURRENT").read_text().strip()
    return duckdb.connect(str(published / f"{name}.duckdb"), read_only=True)


@pytest.fixture(scope="session")
def real_schema(tryton: Path) -> dict[str, dict[str, str]]:
    """Table → column → declared type, of the database Tryton itself made."""
    with closing(sqlite3.connect(tryton / "erp.sqlite")) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'")
        return {
            table: {
                column: kind
                for _, column, kind, *_ in connection.execute(f'pragma table_info("{table}")')
            }
            for (table,) in tables.fetchall()
        }


def test_the_demo_companys_schema_is_the_real_one(
    real_schema: dict[str, dict[str, str]],
) -> None:
    demo = tryton_schema()
    assert {table: real_schema.get(table) for table in demo} == demo


def test_every_column_the_source_reads_is_there(real_schema: dict[str, dict[str, str]]) -> None:
    present = {table.replace("-", "_"): columns for table, columns in real_schema.items()}
    computed = {"trial_balance", "stock_on_hand"}
    absent = {
        (contract.name, column.name)
        for contract in ErpSource.tables
        if contract.name not in computed
        for column in contract.columns
        if column.name not in present.get(contract.name, {})
    }
    assert absent == set()


def test_trial_balance_equals_trytons(
    release: duckdb.DuckDBPyConnection, oracle: dict[str, Any]
) -> None:
    ours = release.execute(
        """
        select account_code, sum(debit_amount), sum(credit_amount),
            max(closing_amount) filter (where fiscal_period = '2025-12')
        from statements.rpt_trial_balance
        where fiscal_period between '2025-01' and '2025-12'
        group by account_code
        having sum(debit_amount) <> 0 or sum(credit_amount) <> 0
        """
    ).fetchall()
    assert {code: figures for code, *figures in ours} == {
        code: [Decimal(value) for value in figures]
        for code, figures in oracle["trial_balance"].items()
    }


def test_balance_sheet_equals_trytons(
    release: duckdb.DuckDBPyConnection, oracle: dict[str, Any]
) -> None:
    def total_of(root: str) -> Decimal:
        return Decimal(oracle["balance_sheet"][f"Universal Chart of Account Types\\{root}"])

    lines = dict(
        release.execute(
            "select line_code, amount from statements.rpt_balance_sheet where layout = 'ifrs' "
            "and currency_view = 'functional' and fiscal_period = '2025-12' "
            "and entity_key <> 'GROUP'"
        ).fetchall()
    )
    # Tryton states assets credit-positive.
    assert lines["total_assets"] == -total_of("Assets")
    assert lines["total_liabilities"] == total_of("Liabilities")
    assert lines["total_equity"] == total_of("Equity / capital")


def test_income_statement_equals_trytons(
    release: duckdb.DuckDBPyConnection, oracle: dict[str, Any]
) -> None:
    root = "Universal Chart of Account Types\\Equity / capital\\Current Period Profit or Lost"
    lines = dict(
        release.execute(
            "select line_code, amount_ytd from statements.rpt_profit_and_loss "
            "where layout = 'ifrs' and currency_view = 'functional' "
            "and fiscal_period = '2025-12' and entity_key <> 'GROUP'"
        ).fetchall()
    )
    reported = oracle["income_statement"]
    assert lines["revenue"] == Decimal(reported[rf"{root}\Operating section\Revenue"])
    assert lines["cost_of_sales"] == Decimal(reported[rf"{root}\Expenses\Cost of Sales"])
    assert lines["net_profit"] == Decimal(reported[root])


@pytest.mark.parametrize(
    ("domain", "party", "kind", "sign"),
    [
        ("receivables", "customer", "aged_customer", 1),
        ("payables", "supplier", "aged_supplier", -1),
    ],
)
def test_ageing_equals_trytons(
    release: duckdb.DuckDBPyConnection,
    oracle: dict[str, Any],
    domain: str,
    party: str,
    kind: str,
    sign: int,
) -> None:
    dimension = "sales.dim_customers" if party == "customer" else "payables.dim_suppliers"
    rows = release.execute(
        f"""
        select {party}_name, bucket, sum(open_amount_functional)
        from {domain}.rpt_{domain}_ageing
        inner join {dimension} using ({party}_key)
        where as_of_date = date '{AS_OF}'
        group by all
        """
    ).fetchall()
    ours: dict[str, dict[str, Decimal]] = {}
    for name, bucket, amount in rows:
        ours.setdefault(name, {})[bucket] = amount
    assert set(ours) >= set(oracle[kind])
    for name, (*terms, balance) in oracle[kind].items():
        found = ours[name]
        assert [found.get(bucket, 0) for bucket in BUCKETS] == [
            sign * Decimal(term) for term in terms
        ], name
        assert sum(found.values()) == sign * Decimal(balance), name


def test_every_invariant_holds_on_a_real_ledger(release: duckdb.DuckDBPyConnection) -> None:
    failed = release.execute(
        "select invariant_id, scope, detail from audit.audit_invariant_results "
        "where status = 'failed'"
    ).fetchall()
    assert failed == []
