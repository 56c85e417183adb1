"""Measure: make the company, land it, build it, each beside plain DuckDB on the same rows."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from benchmarks.process import Measured, measure, python

_LOG = logging.getLogger("benchmarks")
_REPOSITORY: Final = Path(__file__).resolve().parents[1]
# Order lines of the demo company at factor 1; the factor asked for is scaled from it.
_LINES_AT_FACTOR_ONE: Final = 17_500


class Comparison(NamedTuple):
    """One thing measured beside its limit; the ratio is limit seconds / our seconds."""

    name: str
    rows: int
    ours: Measured
    limit: Measured | None


def main() -> int:
    """Run every benchmark and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--order-lines", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep everything here instead of a temp folder")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with _work_folder(arguments.folder) as folder:
        comparisons = list(_benchmarks(folder, arguments.order_lines))
    sys.stdout.write(_table(comparisons))
    return 0


@contextmanager
def _work_folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ledgerhouse-bench-") as folder:
        yield Path(folder)


def _benchmarks(folder: Path, order_lines: int) -> Iterator[Comparison]:
    project, home = _project(folder, order_lines / _LINES_AT_FACTOR_ONE)
    systems = home / "source_systems"
    made = measure(
        python(
            *("-m", "ingestion.demo_company", "--folder", str(systems)),
            *("--factor", str(order_lines / _LINES_AT_FACTOR_ONE)),
        ),
        folder / "demo.log",
    )
    erp = systems / "erp.sqlite"
    lines = _export_lines(erp, folder)
    yield Comparison("make the demo company", lines, made, None)

    yield Comparison(
        "land the ERP (SQLite)",
        _erp_rows(erp),
        _land("erp", project, folder),
        measure(
            python("-m", "benchmarks.raw_landing", "erp", str(erp), str(folder / "raw_erp.duckdb")),
            folder / "raw_erp.log",
        ),
    )
    for kind in ("csv", "parquet"):
        yield Comparison(
            f"land a {kind.upper()} export",
            lines,
            _land("files", _files_project(folder, kind), folder),
            measure(
                python(
                    *("-m", "benchmarks.raw_landing", "file"),
                    *(str(folder / f"lines.{kind}"), str(folder / f"raw_{kind}.duckdb")),
                ),
                folder / f"raw_{kind}.log",
            ),
        )
    for source in ("crm", "bank", "fx_rates", "expenses", "plans"):
        yield Comparison(f"land {source}", 0, _land(source, project, folder), None)

    warehouse, target = home / "warehouse.duckdb", folder / "target"
    environment = {"LEDGERHOUSE_WAREHOUSE": str(warehouse)}
    built = measure(
        [
            *(str(Path(sys.executable).with_name("dbt")), "build"),
            *("--project-dir", str(_REPOSITORY / "dbt_project")),
            *("--profiles-dir", str(_REPOSITORY / "dbt_project")),
            *("--target-path", str(target), "--log-path", str(target)),
            *("--exclude-resource-type", "unit_test"),
        ],
        folder / "dbt.log",
        environment,
    )
    copy = folder / "copy.duckdb"
    shutil.copyfile(warehouse, copy)
    yield Comparison(
        "build the warehouse (dbt)",
        lines,
        built,
        measure(
            python("-m", "benchmarks.compiled_build", str(copy), str(target)),
            folder / "compiled.log",
        ),
    )


def _project(folder: Path, factor: float) -> tuple[Path, Path]:
    project = folder / "project"
    project.mkdir(exist_ok=True)
    text = (_REPOSITORY / "examples" / "demo_company" / "ledgerhouse.yml").read_text()
    scaled = [
        f"demo_company: {{factor: {factor}, seed: 20261031}}"
        if line.startswith("demo_company:")
        else line
        for line in text.splitlines()
        if not line.startswith(("  factor:", "  seed:"))
    ]
    (project / "ledgerhouse.yml").write_text("\n".join(scaled) + "\n")
    return project, folder / "home" / "demo_company"


def _files_project(folder: Path, kind: str) -> Path:
    project = folder / f"files_{kind}"
    (project / "mappings").mkdir(parents=True, exist_ok=True)
    (project / "ledgerhouse.yml").write_text(
        f"name: files_{kind}\npresentation_currency: CNY\nsources:\n"
        f"  files: {{folder: '{folder}', mappings: mappings}}\n"
    )
    (project / "mappings" / "lines.yml").write_text(
        "table: sales_order_lines\n"
        f"file: lines.{kind}\n"
        "columns:\n"
        "  order_line_id: record.id\n"
        "  order_id: record.sale\n"
        "  line_number: record.sequence\n"
        "  item_id: record.product\n"
        "  quantity: record.quantity\n"
        "  unit_code: record.unit\n"
        "  unit_price: record.unit_price\n"
        "  net_amount: record.net_amount\n"
    )
    return project


def _export_lines(erp: Path, folder: Path) -> int:
    """Export the order lines, 12 columns, as CSV and Parquet; return how many."""
    connection = duckdb.connect(":memory:")
    connection.load_extension("sqlite_scanner")
    connection.execute(f"attach '{erp}' as erp (type sqlite, read_only)")
    connection.execute(
        """
        create table lines as
        select line.id, line.sale, line.sequence, line.product, line.quantity, line.unit,
            line.unit_price, cast(line.quantity * line.unit_price as decimal(20, 2)) as net_amount,
            line.type, line.create_date, order_.number, order_.sale_date
        from erp.sale_line as line inner join erp.sale_sale as order_ on line.sale = order_.id
        """
    )
    for kind in ("csv", "parquet"):
        connection.execute(f"copy lines to '{folder / f'lines.{kind}'}' (format {kind})")
    ((rows,),) = connection.execute("select count(*) from lines").fetchall()
    return int(rows)


def _erp_rows(erp: Path) -> int:
    from ingestion.sources.erp import ErpSource

    connection = duckdb.connect(":memory:")
    connection.load_extension("sqlite_scanner")
    connection.execute(f"attach '{erp}' as erp (type sqlite, read_only)")
    wanted = {contract.name for contract in ErpSource.tables}
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'erp'"
    ).fetchall()
    return sum(
        int(connection.execute(f'select count(*) from erp."{name}"').fetchall()[0][0])
        for (name,) in tables
        if name.replace("-", "_") in wanted
    )


def _land(source: str, project: Path, folder: Path) -> Measured:
    return measure(
        python(
            *("-m", "ingestion", source, "--project", str(project)),
            *("--home", str(folder / "home")),
        ),
        folder / f"land_{source}.log",
    )


def _table(comparisons: list[Comparison]) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rows = [
        f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB.",
        "",
        "| what | rows | seconds | rows a minute | peak MB | limit s | limit MB | limit / ours |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for item in comparisons:
        limit = item.limit
        rate = f"{item.rows / item.ours.seconds * 60:,.0f}" if item.rows else ""
        rows.append(
            f"| {item.name} | {item.rows or '':,} | {item.ours.seconds:.1f} | {rate} "
            f"| {item.ours.peak_mb:,.0f} "
            + (
                f"| {limit.seconds:.1f} | {limit.peak_mb:,.0f} "
                f"| {limit.seconds / item.ours.seconds:.2f} |"
                if limit
                else "| | | |"
            )
            if item.rows
            else f"| {item.name} | | {item.ours.seconds:.1f} | | {item.ours.peak_mb:,.0f} | | | |"
        )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
