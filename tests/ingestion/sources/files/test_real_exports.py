"""Real exports meet totals that were computed independently, to the cent."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingestion.pipeline import LoadReport, land
from ingestion.project import load_project
from ingestion.registry import build_source
from ingestion.warehouse import open_warehouse

REPOSITORY = Path(__file__).resolve().parents[4]
REAL_DATA = REPOSITORY.parent / "shared" / "data"
needs_real_data = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason=f"real data sets are not beside the repository ({REAL_DATA})"
)
CENT = Decimal("0.01")


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REAL_DATA / "expected.json").read_text())[name]
    return found


@pytest.fixture(scope="module")
def adventureworks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LoadReport]:
    home = tmp_path_factory.mktemp("home")
    project = load_project(
        REPOSITORY / "examples" / "adventureworks",
        data_dir=REAL_DATA / "adventureworks_oltp",
        home=home,
    )
    report = land(build_source("files", project), project)
    return project.warehouse, report


def one(warehouse: Path, sql: str) -> tuple[Any, ...]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()[0]


@needs_real_data
def test_adventureworks_orders_meet_their_totals(adventureworks: tuple[Path, LoadReport]) -> None:
    warehouse, _ = adventureworks
    totals = expected("adventureworks_oltp sales")["totals"]
    found = one(
        warehouse,
        "select count(*), sum(net_amount), sum(tax_amount), sum(freight_amount), "
        "sum(gross_amount) from raw_files.sales_orders",
    )
    assert found == (
        1566,
        *(Decimal(totals[name]) for name in ("subtotal", "taxamt", "freight", "totaldue")),
    )


@needs_real_data
def test_adventureworks_orders_that_exist_only_as_lines_are_quarantined(
    adventureworks: tuple[Path, LoadReport],
) -> None:
    warehouse, _ = adventureworks
    orphans = one(
        warehouse,
        "select count(distinct json_extract_string(row_json, '$.order_id')), "
        "sum(cast(json_extract_string(row_json, '$.net_amount') as decimal(20, 4))), count(*) "
        "from raw_landing.quarantined_rows where table_name = 'sales_order_lines'",
    )
    assert orphans[0] == 41
    accepted = one(warehouse, "select sum(net_amount), count(*) from raw_files.sales_order_lines")
    stated = Decimal(expected("adventureworks_oltp sales")["detail_total"])
    assert abs(accepted[0] + orphans[1] - stated) < CENT
    assert accepted[1] + orphans[2] == 5716


@needs_real_data
def test_adventureworks_purchasing_meets_its_totals(
    adventureworks: tuple[Path, LoadReport],
) -> None:
    warehouse, _ = adventureworks
    stated = expected("adventureworks_oltp erp")
    header = stated["header_totals"]
    assert one(
        warehouse,
        "select count(*), sum(net_amount), sum(tax_amount), sum(freight_amount), "
        "sum(gross_amount) from raw_files.purchase_orders",
    ) == (4012, *(Decimal(header[name]) for name in ("sub", "tax", "frt", "due")))
    assert one(
        warehouse, "select count(*), sum(net_amount) from raw_files.purchase_order_lines"
    ) == (8845, Decimal(stated["detail_line_total"]))
    assert one(warehouse, "select count(*) from raw_files.suppliers") == (104,)
    assert one(warehouse, "select count(*), sum(target_amount) from raw_files.sales_targets") == (
        163,
        Decimal(stated["quota"]["total"]),
    )


@needs_real_data
def test_adventureworks_rates_cover_every_currency(adventureworks: tuple[Path, LoadReport]) -> None:
    warehouse, _ = adventureworks
    with open_warehouse(warehouse) as connection:
        found = connection.execute(
            "select to_currency, count(*), cast(min(rate_date) as varchar), "
            "cast(max(rate_date) as varchar) from raw_files.exchange_rates group by 1"
        ).fetchall()
    stated = expected("adventureworks_oltp erp")["fx"]
    assert {code: list(rest) for code, *rest in found} == stated


@needs_real_data
def test_daily_retail_files_land_in_any_order_twice_to_the_same_totals(
    files_project: Callable[[], Any],
) -> None:
    days = sorted((REAL_DATA / "uci_online_retail_2010_12").glob("*.csv"))
    assert len(days) == 20
    (count, total) = expected("uci_online_retail_2010_12")["rows_and_sum_qxp"]
    for seed in (1, 2):
        project = files_project()
        project.mapping(
            "lines",
            """
            table: sales_order_lines
            file: "*.csv"
            rows: batches
            columns:
              # The shop's lines have no number of their own, and equal lines are real.
              order_line_id: record._sha256 || '-' || record._line
              order_id: record.InvoiceNo
              line_number: record._line
              item_id: record.StockCode
              quantity: record.Quantity
              unit_price: record.UnitPrice
              net_amount: >-
                cast(record.Quantity as decimal(12, 0)) * cast(record.UnitPrice as decimal(12, 4))
            """,
        )
        shuffled = random.Random(seed).sample(days, len(days))
        for start in range(0, len(shuffled), 7):
            for day in shuffled[start : start + 7]:
                shutil.copy(day, project.exports / day.name)
            project.land()
        for day in shuffled:
            shutil.copy(day, project.exports / f"again-{day.name}")
        assert project.land().loaded_rows == 0
        assert one(
            project.warehouse, "select count(*), sum(net_amount) from raw_files.sales_order_lines"
        ) == (count, Decimal(total))
