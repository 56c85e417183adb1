"""Building again only what touched documents are made into gives what building everything gives."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from changing_company import CURRENCIES, CUSTOMERS, FIRST_DAY, ChangingCompany
from demo_runs import REPOSITORY, ledgerhouse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from ingestion.pipeline import land
from ingestion.project import Project, load_project
from ingestion.raw_tables import ensure_raw_tables
from ingestion.registry import build_source
from orchestration.build_scope import BuildScope
from orchestration.dbt_manifest import dbt_executable, partial_parse_of, prepare_manifest
from orchestration.publication.content_hash import TECHNICAL_TABLES, table_digests
from orchestration.touched_documents import choose_scope, remember_build
from orchestration.warehouse import open_warehouse, rows

MONTHS = 4
LAST_DAY = dt.date(2026, MONTHS + 1, 1) - dt.timedelta(days=1)
NEXT_MONTH = dt.date(2026, MONTHS + 2, 1) - dt.timedelta(days=1)


def company_of_four_months() -> ChangingCompany:
    company = ChangingCompany(LAST_DAY)
    for place in range(60):
        entity = ("A", "B")[place % 2]
        day = FIRST_DAY + dt.timedelta(days=place * 2)
        amount = Decimal(100 + place * 7 % 40)
        invoice = company.invoice(entity, day, place % CUSTOMERS, amount)
        if place % 3:
            paid = company.tables["sales_invoices"][-1]
            assert paid["invoice_id"] == invoice
            company.pay(paid, min(day + dt.timedelta(days=25), LAST_DAY))
    return company


def digests(warehouse: Path) -> dict[str, tuple[int, str]]:
    with closing(open_warehouse(warehouse)) as connection:
        found = table_digests(connection, warehouse.stem)
    return {name: tuple(digest) for name, digest in found.items() if name not in TECHNICAL_TABLES}


def reason_of(warehouse: Path) -> str:
    """Why the last build built everything."""
    with closing(open_warehouse(warehouse)) as connection:
        ((reason,),) = rows(connection, "select reason from touched.last_build")
    return str(reason)


def left_out(warehouse: Path) -> set[str]:
    """Models the last run selected and did not build, for nothing they read had changed."""
    target = warehouse.parent / "dbt_target" / "warehouse"
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {one["unique_id"].split(".")[2] for one in results if one["status"] == "no-op"}


def balance_of_journals(warehouse: Path) -> list[dict[str, Any]]:
    """What GL-1 counted, by scope."""
    with closing(open_warehouse(warehouse)) as connection:
        found = connection.execute("select * from audit.audit_gl_1 order by scope")
        names = [column[0] for column in found.description]
        return [dict(zip(names, one, strict=True)) for one in found.fetchall()]


def run(project: Path, home: Path) -> Path:
    """A run of the real command that nothing stopped; gives its warehouse."""
    finished = ledgerhouse("run", "--project", project, "--home", home, "--json")
    assert finished.returncode == 0, finished.stderr
    document = json.loads(finished.stdout)
    assert (document["invariants_failed"], document["quarantined_rows"]) == (0, 0)
    return home / "changing_company" / "warehouse.duckdb"


def test_a_run_builds_touched_documents_alone_unless_what_they_are_made_with_changes(
    tmp_path: Path,
) -> None:
    company = company_of_four_months()
    project = company.write(tmp_path / "project")
    warehouse = run(project, tmp_path / "home")
    assert reason_of(warehouse) == "there is no complete build to go on from"

    first, second, third, fourth, fifth, *_ = company.open_invoices()
    company.as_of = NEXT_MONTH
    company.invoice("A", NEXT_MONTH, 1, Decimal(75))
    company.invoice("B", LAST_DAY - dt.timedelta(days=40), 2, Decimal(80))
    company.pay(first, NEXT_MONTH - dt.timedelta(days=3))
    company.correct_amount(second, Decimal(55))
    company.move(third, FIRST_DAY + dt.timedelta(days=20))
    company.delete(fourth)
    company.receipt("A", LAST_DAY - dt.timedelta(days=9), 3, Decimal(500))
    company.refund("A", NEXT_MONTH, 3, Decimal(500))
    company.add_customer(CUSTOMERS)
    company.invoice("A", NEXT_MONTH - dt.timedelta(days=9), CUSTOMERS, Decimal(33))
    company.write(project)
    run(project, tmp_path / "home")
    assert reason_of(warehouse) == ""
    # What is owed to suppliers is asked again, for the day is another; what it makes is not.
    assert {"fct_payable_events", "dim_accounts"} <= left_out(warehouse)
    assert not {"fct_receivable_items", "rpt_payables_ageing"} & left_out(warehouse)
    shutil.copytree(tmp_path / "home", tmp_path / "whole")
    whole = load_project(project, home=tmp_path / "whole")
    built(whole, wholly=True)
    assert digests(warehouse) == digests(whole.warehouse)

    # What is proven of touched documents alone names the one that offends, and forgets it again.
    proven = balance_of_journals(warehouse)
    for cents, offending in ((1, 1), (0, 0)):
        company.misstate(fifth, cents)
        changed = load_project(company.write(project), home=tmp_path / "home")
        assert built(landed(changed), wholly=False).reason == ""
        found = balance_of_journals(warehouse)
        assert sum(one["offending_count"] for one in found) == offending
        named = [one["detail"] for one in found if one["detail"]]
        assert [detail.split()[:2] for detail in named] == [
            ["journal", fifth["journal_id"]]
        ] * offending
    assert found == proven

    company.rename_region(int(fifth["customer_id"][1:]), "South")
    company.write(project)
    run(project, tmp_path / "home")
    assert "int_customers" in reason_of(warehouse)
    with closing(open_warehouse(warehouse)) as connection:
        number = fifth["invoice_number"]
        query = "select region from intermediate.int_sales_invoices_valued where invoice_number = ?"
        assert rows(connection, query, [number]) == [("South",)]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "invoice",
                "pay",
                "amount",
                "misstate",
                "move",
                "delete",
                "on account",
                "refund",
                "customer",
            )
        ),
        st.integers(0, 80),
        st.integers(0, (NEXT_MONTH - FIRST_DAY).days),
        st.integers(1, 9_999),
    ),
    min_size=1,
    max_size=6,
)


def apply(company: ChangingCompany, what: str, place: int, days: int, cents: int) -> None:
    """Make one change; one of a document that is not there makes an invoice."""
    entity, customer = ("A", "B")[place % len(CURRENCIES)], place % CUSTOMERS
    day = min(FIRST_DAY + dt.timedelta(days=days), company.as_of)
    amount, opened = Decimal(cents) / 100, company.open_invoices()
    if what == "on account":
        company.receipt(entity, day, customer, Decimal(500))
    elif what == "refund":
        company.refund(entity, day, customer, Decimal(500))
    elif what == "customer":
        company.add_customer(len(company.tables["customers"]))
    elif what == "invoice" or not opened:
        company.invoice(entity, day, customer, amount)
    elif what == "pay":
        company.pay(opened[place % len(opened)], day)
    elif what == "amount":
        company.correct_amount(opened[place % len(opened)], amount)
    elif what == "misstate":
        company.misstate(opened[place % len(opened)], cents)
    elif what == "move":
        company.move(opened[place % len(opened)], day)
    else:
        company.delete(opened[place % len(opened)])


def landed(project: Project) -> Project:
    """Land every source."""
    for name in project.sources:
        land(build_source(name, project), project)
    return project


def built(project: Project, *, wholly: bool) -> BuildScope:
    """Build what is landed as a run does, by dbt alone."""
    scope = BuildScope("asked for")
    if not wholly:
        with closing(duckdb.connect(str(project.warehouse))) as connection:
            scope = choose_scope(connection, prepare_manifest(), variables_of(project))
    finished = dbt_build(project, scope)
    assert finished.returncode == 0, finished.stdout[-3000:]
    with closing(open_warehouse(project.warehouse, read_only=False)) as connection:
        remember_build(connection, prepare_manifest(), variables_of(project), scope)
    return scope


def variables_of(project: Project) -> dict[str, object]:
    return {
        "run_id": "tested",
        "presentation_currency": "CNY",
        "as_of_date": str(project.as_of),
    }


def dbt_build(project: Project, scope: BuildScope) -> subprocess.CompletedProcess[str]:
    """Models alone, without their tests."""
    with started(project, scope) as building:
        said, _ = building.communicate()
    return subprocess.CompletedProcess(building.args, building.returncode, said)


def started(project: Project, scope: BuildScope) -> subprocess.Popen[str]:
    """A build that goes on."""
    with closing(duckdb.connect(str(project.warehouse))) as connection:
        ensure_raw_tables(connection)
    scope.write(project.home / "scope.json")
    return subprocess.Popen(
        [
            *(dbt_executable(), f"--parsed={partial_parse_of(prepare_manifest())}"),
            *("build", f"--scope={project.home / 'scope.json'}"),
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--vars", json.dumps(variables_of(project))),
            *("--project-dir", REPOSITORY / "dbt_project"),
            *("--profiles-dir", REPOSITORY / "dbt_project"),
            *("--target-path", project.home / "target", "--log-path", project.home / "target"),
        ],
        env={**os.environ, "LEDGERHOUSE_WAREHOUSE": str(project.warehouse)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of four months, built."""
    folder = tmp_path_factory.mktemp("changing")
    company_of_four_months().write(folder)
    built(landed(load_project(folder, home=folder / "home")), wholly=True)
    return folder


def copy_of(start: Path, folder: Path) -> Path:
    """The project with its home, to change."""
    return shutil.copytree(start, folder, ignore=shutil.ignore_patterns("target"))


def test_rows_of_days_none_of_the_touched_documents_is_of_stop_a_build(
    start: Path, tmp_path: Path
) -> None:
    # Earlier versions of such rows were not looked for where they are.
    folder = copy_of(start, tmp_path / "dated")
    company = company_of_four_months()
    corrected = company.open_invoices()[0]
    company.correct_amount(corrected, Decimal(44))
    project = landed(load_project(company.write(folder), home=folder / "home"))
    with closing(duckdb.connect(str(project.warehouse))) as connection:
        scope = choose_scope(connection, prepare_manifest(), variables_of(project))
    assert scope.first_day <= corrected["invoice_date"]
    stopped = dbt_build(project, scope._replace(first_day=NEXT_MONTH))
    assert stopped.returncode != 0
    assert "Build everything: " in stopped.stdout
    assert "are of days before their documents" in stopped.stdout


def test_a_line_stays_with_its_document_when_the_one_it_once_was_of_is_touched(
    start: Path, tmp_path: Path
) -> None:
    # An earlier version of the line names the touched document, the current one another.
    folder = copy_of(start, tmp_path / "swapped")
    company = company_of_four_months()
    first, second, *_ = company.open_invoices()
    company.correct_amount(second, first["net_amount"])
    company.swap_lines(first, second)
    project = load_project(company.write(folder), home=folder / "home")
    assert built(landed(project), wholly=False).reason == ""
    company.pay(first, LAST_DAY)
    company.write(folder)
    assert built(landed(project), wholly=False).reason == ""
    in_parts = digests(project.warehouse)
    built(project, wholly=True)
    assert in_parts == digests(project.warehouse)


@pytest.mark.crash
def test_a_build_that_is_killed_leaves_the_warehouse_as_it_was(start: Path, tmp_path: Path) -> None:
    folder = copy_of(start, tmp_path / "killed")
    company = company_of_four_months()
    company.correct_amount(company.open_invoices()[0], Decimal(44))
    project = landed(load_project(company.write(folder), home=folder / "home"))
    before = digests(project.warehouse)
    with closing(open_warehouse(project.warehouse, read_only=False)) as connection:
        scope = choose_scope(connection, prepare_manifest(), variables_of(project))
    assert scope.reason == ""

    with started(project, scope) as building:
        assert building.stdout is not None
        assert any(
            "OK created sql table model" in line and "fct_" in line for line in building.stdout
        )
        building.kill()

    assert digests(project.warehouse) == before
    assert built(project, wholly=False).reason == ""
    assert digests(project.warehouse) != before


@pytest.mark.nightly
@pytest.mark.timeout(14_400)
def test_thirty_histories_built_in_parts(start: Path, tmp_path: Path) -> None:
    alone = []

    @seed(0)
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(runs=st.lists(CHANGES, min_size=1, max_size=2), moves_on=st.booleans())
    def thirty_histories(runs: list[list[tuple[str, int, int, int]]], moves_on: bool) -> None:
        folder = tmp_path / "history"
        shutil.rmtree(folder, ignore_errors=True)
        copy_of(start, folder)
        company = company_of_four_months()
        for changes in runs:
            company.as_of = NEXT_MONTH if moves_on else LAST_DAY
            for what, place, days, cents in changes:
                apply(company, what, place, days, cents)
            project = load_project(company.write(folder), home=folder / "home")
            alone.append(not built(landed(project), wholly=False).reason)
        in_parts = digests(project.warehouse)
        built(project, wholly=True)
        assert in_parts == digests(project.warehouse)

    thirty_histories()
    assert sum(alone) > len(alone) / 2
