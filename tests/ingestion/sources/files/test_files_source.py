"""Exports of any system land as canonical rows, or are refused by name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from ingestion.sources.files import SnapshotRefused
from ingestion.sources.files.mapping import MappingWrong
from ingestion.warehouse import open_warehouse

CURRENT = """
    select * from (
        select * from raw_files.{table}
        qualify row_number() over (partition by _source_key order by _recorded_at desc) = 1
    ) where not _is_deleted order by _source_key
"""
ORDERS = """
    table: sales_orders
    file: orders.csv
    columns:
      order_id: record.id
      order_date: record.day
      currency_code: "'EUR'"
      net_amount: record.net
"""


def rows(project: Any, table: str, columns: str) -> list[tuple[Any, ...]]:
    with open_warehouse(project.warehouse) as connection:
        return connection.execute(
            f"select {columns} from ({CURRENT.format(table=table)}) order by 1"
        ).fetchall()


def quarantined(project: Any) -> list[tuple[Any, ...]]:
    with open_warehouse(project.warehouse) as connection:
        return connection.execute(
            "select rule, file_name, line_number from raw_landing.quarantined_rows order by 1, 3"
        ).fetchall()


def test_a_csv_lands_and_a_second_run_loads_nothing(files_project: Callable[[], Any]) -> None:
    project = files_project()
    project.mapping("orders", ORDERS)
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10.25\nA2,2026-01-06,3\n")
    assert project.land().loaded_rows == 2
    assert rows(project, "sales_orders", "order_id, net_amount") == [
        ("A1", Decimal("10.2500")),
        ("A2", Decimal("3.0000")),
    ]
    assert project.land().loaded_rows == 0


def test_a_row_gone_from_a_snapshot_is_deleted_and_a_changed_one_renewed(
    files_project: Callable[[], Any],
) -> None:
    project = files_project()
    project.mapping("orders", ORDERS)
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10\nA2,2026-01-06,3\n")
    project.land()
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,11\n")
    project.land()
    assert rows(project, "sales_orders", "order_id, net_amount") == [("A1", Decimal("11.0000"))]


def test_bad_values_are_quarantined_with_file_and_line(files_project: Callable[[], Any]) -> None:
    project = files_project()
    project.mapping("orders", ORDERS)
    project.export(
        "orders.csv",
        'id,day,net\nA1,2026-02-30,1\nA2,2026-01-06,"1,5"\nA3,2026-01-06,2\n,2026-01-06,2\n',
    )
    report = project.land()
    assert (report.loaded_rows, report.quarantined_rows) == (1, 3)
    assert [(file, line) for _, file, line in quarantined(project)] == [
        ("orders.csv", line) for _, _, line in quarantined(project)
    ]
    assert {line for *_, line in quarantined(project)} == {2, 3, 5}


def test_lines_without_their_order_are_quarantined(files_project: Callable[[], Any]) -> None:
    project = files_project()
    project.mapping("orders", ORDERS)
    project.mapping(
        "lines",
        """
        table: sales_order_lines
        file: lines.csv
        columns:
          order_line_id: record._sha256 || '-' || record._line
          order_id: record.order_id
          quantity: record.quantity
          net_amount: record.net
        references: {order_id: sales_orders}
        """,
    )
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10\n")
    project.export("lines.csv", "order_id,quantity,net\nA1,1,10\nA9,2,7\n")
    report = project.land()
    assert report.quarantined_rows == 1
    ((rule, _, line),) = quarantined(project)
    assert rule.startswith("orphan") or "order_id" in rule
    assert line == 3


def test_a_gb18030_export_with_semicolons_keeps_its_chinese(
    files_project: Callable[[], Any],
) -> None:
    project = files_project()
    project.mapping(
        "customers",
        """
        table: customers
        file: kunden.csv
        format: {delimiter: ";", encoding: gb18030}
        columns: {customer_id: record."客户编号", customer_name: record."客户名称"}
        """,
    )
    project.export(
        "kunden.csv", "客户编号;客户名称\n1;联账科技（上海）有限公司\n".encode("gb18030")
    )
    project.land()
    assert rows(project, "customers", "customer_name") == [("联账科技（上海）有限公司",)]


def test_xlsx_and_parquet_land_alike(files_project: Callable[[], Any]) -> None:
    project = files_project()
    project.mapping("orders", ORDERS.replace("orders.csv", "orders.xlsx"))
    workbook = xlsxwriter.Workbook(str(project.exports / "orders.xlsx"))
    sheet = workbook.add_worksheet()
    for at, row in enumerate((("id", "day", "net"), ("A1", "2026-01-05", 10.25))):
        sheet.write_row(at, 0, row)
    workbook.close()
    project.mapping(
        "items",
        """
        table: items
        file: items.parquet
        columns: {item_id: record.sku, list_price: record.price}
        """,
    )
    pq.write_table(
        pa.table({"sku": [7], "price": pa.array([Decimal("9.99")], pa.decimal128(10, 2))}),
        project.exports / "items.parquet",
    )
    project.land()
    assert rows(project, "sales_orders", "order_id, net_amount") == [("A1", Decimal("10.2500"))]
    assert rows(project, "items", "item_id, list_price") == [("7", Decimal("9.9900"))]


def test_batches_land_once_in_any_order_and_under_any_name(
    files_project: Callable[[], Any],
) -> None:
    mapping = """
        table: sales_order_lines
        file: day-*.csv
        rows: batches
        columns:
          order_line_id: record._sha256 || '-' || record._line
          order_id: record.order_id
          quantity: record.quantity
          net_amount: record.net
    """
    days = {f"day-{n}.csv": f"order_id,quantity,net\nA{n},1,{n}\nA{n},1,{n}\n" for n in (1, 2, 3)}
    totals = []
    for order in ((1, 2, 3), (3, 1, 2)):
        project = files_project()
        project.mapping("lines", mapping)
        for number in order:
            project.export(f"day-{number}.csv", days[f"day-{number}.csv"])
            project.land()
        project.export("day-9.csv", days["day-1.csv"])  # delivered again under another name
        assert project.land().loaded_rows == 0
        totals.append(rows(project, "sales_order_lines", "count(*), sum(net_amount)"))
    assert totals == [[(6, Decimal("12.0000"))]] * 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,day,net\nA1,2026-01-05\n", "row cannot be read"),
        (b"id,day,day\nA1,2026-01-05,1\n", "stands twice"),
        (b"", "empty"),
        ("id,day,net\nÄ1,2026-01-05,1\n".encode("latin-1"), ""),
        (b'id,day,net\n"A1,2026-01-05,1\n', "row cannot be read"),
    ],
    ids=["ragged", "doubled-header", "empty", "wrong-encoding", "open-quote"],
)
def test_a_snapshot_that_cannot_be_read_whole_is_refused_by_name(
    files_project: Callable[[], Any], content: bytes, reason: str
) -> None:
    project = files_project()
    project.mapping("orders", ORDERS)
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10\n")
    project.land()
    project.export("orders.csv", content)
    with pytest.raises(SnapshotRefused, match=r"orders\.csv") as refused:
        project.land()
    assert reason in str(refused.value)
    assert rows(project, "sales_orders", "order_id") == [("A1",)]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("table: nothing\nfile: a.csv\ncolumns: {a: b}", "table nothing"),
        ("table: sales_orders\nfile: a.csv\ncolumns: {order_id: record.a}", "currency_code"),
        ("table: sales_orders\nfile: a.csv\ncolumns: {colour: record.a}", "columns.colour"),
        ("table: sales_orders\ncolumns: {order_id: record.a}", "file"),
        ("table: sales_orders\nfile: a.csv\nstyle: x\ncolumns: {order_id: record.a}", "style"),
    ],
)
def test_a_wrong_mapping_is_refused_naming_the_key(
    files_project: Callable[[], Any], wrong: str, named: str
) -> None:
    project = files_project()
    project.mapping("wrong", wrong)
    with pytest.raises(MappingWrong, match=named):
        project.land()


def test_an_expression_that_does_not_fit_names_its_mapping(
    files_project: Callable[[], Any],
) -> None:
    project = files_project()
    project.mapping("orders", ORDERS.replace("record.net", "record.total"))
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10\n")
    with pytest.raises(MappingWrong, match=r"orders\.yml.*total"):
        project.land()


def test_an_expression_reads_nothing_but_the_export(files_project: Callable[[], Any]) -> None:
    project = files_project()
    secret = project.export("secret.csv", "word\nhush\n")
    project.mapping(
        "orders", ORDERS.replace("record.id", f"(select max(word) from read_csv('{secret}'))")
    )
    project.export("orders.csv", "id,day,net\nA1,2026-01-05,10\n")
    with pytest.raises(MappingWrong, match="cannot be evaluated"):
        project.land()
