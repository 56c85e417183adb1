"""A real company's exported files run through the whole main job, mapped by YAML alone."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from demo_runs import REPOSITORY, ledgerhouse

REAL_DATA = REPOSITORY.parent / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason=f"real data sets are not beside the repository ({REAL_DATA})"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    home = tmp_path_factory.mktemp("home")
    finished = ledgerhouse(
        *("run", "--project", REPOSITORY / "examples" / "adventureworks"),
        *("--data", REAL_DATA / "adventureworks_oltp", "--home", home, "--json"),
    )
    assert finished.returncode == 0, finished.stderr
    document = json.loads(finished.stdout)
    return home / "adventureworks" / "published" / f"{document['release']}.duckdb", document


def test_the_release_meets_independent_totals(run: tuple[Path, dict[str, Any]]) -> None:
    release, document = run
    expected = json.loads((REAL_DATA / "expected.json").read_text())
    sales = expected["adventureworks_oltp sales"]["totals"]
    with duckdb.connect(str(release), read_only=True) as connection:
        orders = connection.execute(
            "select count(*), sum(net_amount), sum(gross_amount) from sales.fct_orders"
        ).fetchone()
    assert orders == (1566, Decimal(sales["subtotal"]), Decimal(sales["totaldue"]))
    assert document["invariants_failed"] == 0
    assert document["quarantined_rows"] == 41


def test_the_summary_ends_with_the_last_month_that_has_sales(
    run: tuple[Path, dict[str, Any]],
) -> None:
    release, document = run
    with duckdb.connect(str(release), read_only=True) as connection:
        found = connection.execute(
            "select fiscal_period, sum(net_amount_group) from sales.fct_monthly_revenue "
            "group by 1 having sum(net_amount_group) <> 0 order by 1 desc limit 1"
        ).fetchone()
    assert found is not None
    assert document["last_month"] == found[0]
    assert Decimal(document["net_sales_last_month"]["amount"]) == found[1]
