"""Measure: a company and large books, landed and built, beside plain DuckDB on the same rows."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.books import MONTHS, write_books
from benchmarks.process import Measured, measure, python
from benchmarks.raw_landing import attached_erp, erp_tables
from ingestion.raw_tables import ensure_raw_tables
from ingestion.warehouse import open_warehouse
from orchestration.dbt_manifest import prepare_manifest

_LOG = logging.getLogger("benchmarks")
_REPOSITORY: Final = Path(__file__).resolve().parents[1]
# Order lines of the demo company at factor 1; the factor asked for is scaled from it.
_LINES_AT_FACTOR_ONE: Final = 15_260


class Comparison(NamedTuple):
    """One thing measured beside its limit; the ratio is limit seconds / our seconds."""

    name: str
    rows: int
    ours: Measured
    limit: Measured | None


def main() -> int:
    """Run every benchmark and print the table, row by row."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--order-lines", type=int, default=1_000_000)
    parser.add_argument("--journal-lines", type=int, default=5_000_000)
    parser.add_argument("--only", choices=("company", "books"), help="leave the other one out")
    parser.add_argument("--folder", type=Path, help="keep everything here instead of a temp folder")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with _work_folder(arguments.folder) as folder:
        sys.stdout.write(_heading())
        # Each row as soon as it is measured: half an hour's figures survive a failure of the last.
        for comparison in _chosen(arguments, folder):
            sys.stdout.write(f"{_row(comparison)}\n")
            sys.stdout.flush()
    return 0


@contextmanager
def _work_folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ledgerhouse-bench-") as folder:
        yield Path(folder)


def _chosen(arguments: argparse.Namespace, folder: Path) -> Iterator[Comparison]:
    if arguments.only != "books":
        yield from _company(folder, arguments.order_lines)
    if arguments.only != "company":
        yield from _books(folder / "books", arguments.journal_lines)


def _company(folder: Path, order_lines: int) -> Iterator[Comparison]:
    """A whole business: made, landed source by source, built."""
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
    for source in ("crm", "bank", "fx_rates", "expenses", "plans", "group_structure"):
        yield Comparison(f"land {source}", 0, _land(source, project, folder), None)

    warehouse, target = home / "warehouse.duckdb", folder / "target"
    built = _build(warehouse, target, folder)
    # dbt compiles the file's name into the SQL as the catalogue, so the copy bears it too.
    copy = folder / "limit" / warehouse.name
    copy.parent.mkdir(exist_ok=True)
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


def _books(folder: Path, journal_lines: int) -> Iterator[Comparison]:
    """Books alone: statements, ageing at every month-end and all invariants beside bare sums.

    Then a month later: its documents landed, and what they touch built.
    """
    project = write_books(folder, journal_lines)
    warehouse = folder / "home" / "books" / "warehouse.duckdb"
    landed = _land("files", project, folder)
    _land("fx_rates", project, folder)
    _make_other_raw_tables(warehouse)
    lines = _journal_lines(warehouse)
    yield Comparison("land documents and journals", lines, landed, None)
    plain = python("-m", "benchmarks.books", str(warehouse))
    prepare_manifest()  # parsed once for all builds
    whole = _build_books(project, folder)
    yield Comparison(
        f"build the books ({MONTHS} months)",
        lines,
        whole,
        measure(plain, folder / "plain_sums.log"),
    )
    write_books(folder, journal_lines, next_month=True)
    landed = _land("files", project, folder)
    _land("fx_rates", project, folder)
    added = _journal_lines(warehouse) - lines
    yield Comparison("land a month later", added, landed, None)
    yield Comparison(
        "build a month later (limit: all months)", added, _build_books(project, folder), whole
    )


def _journal_lines(warehouse: Path) -> int:
    with closing(open_warehouse(warehouse)) as connection:
        ((lines,),) = connection.execute("select count(*) from raw_files.journal_lines").fetchall()
    return int(lines)


def _build_books(project: Path, folder: Path) -> Measured:
    return measure(
        python("-m", "benchmarks.books_build", str(project), str(folder / "home")),
        folder / "books_build.log",
    )


def _make_other_raw_tables(warehouse: Path) -> None:
    """As landing does before every build: also those of sources not landed here."""
    with closing(open_warehouse(warehouse)) as connection:
        ensure_raw_tables(connection)


def _build(warehouse: Path, target: Path, folder: Path) -> Measured:
    _make_other_raw_tables(warehouse)
    return measure(
        [
            *(str(Path(sys.executable).with_name("dbt")), "build"),
            *("--project-dir", str(_REPOSITORY / "dbt_project")),
            *("--profiles-dir", str(_REPOSITORY / "dbt_project")),
            *("--target-path", str(target), "--log-path", str(target)),
            *("--exclude-resource-type", "unit_test"),
        ],
        folder / "dbt.log",
        {"LEDGERHOUSE_WAREHOUSE": str(warehouse)},
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
    connection = attached_erp(erp)
    connection.execute(
        """
        create table lines as
        select cast(line.id as bigint) as id, cast(line.sale as bigint) as sale,
            cast(line.sequence as integer) as sequence, cast(line.product as bigint) as product,
            cast(line.quantity as decimal(18, 6)) as quantity,
            cast(line.unit as bigint) as unit,
            cast(line.unit_price as decimal(18, 4)) as unit_price,
            cast(line.quantity as decimal(18, 6)) * cast(line.unit_price as decimal(18, 4))
                as net_amount,
            line.type, cast(line.create_date as timestamp) as create_date, order_.number,
            cast(order_.sale_date as date) as sale_date
        from erp.sale_line as line inner join erp.sale_sale as order_ on line.sale = order_.id
        """
    )
    for kind in ("csv", "parquet"):
        connection.execute(f"copy lines to '{folder / f'lines.{kind}'}' (format {kind})")
    ((rows,),) = connection.execute("select count(*) from lines").fetchall()
    return int(rows)


def _erp_rows(erp: Path) -> int:
    connection = attached_erp(erp)
    return sum(
        int(connection.execute(f'select count(*) from erp."{name}"').fetchall()[0][0])
        for name in erp_tables(connection).values()
    )


def _land(source: str, project: Path, folder: Path) -> Measured:
    return measure(
        python(
            *("-m", "ingestion", source, "--project", str(project)),
            *("--home", str(folder / "home")),
        ),
        folder / f"land_{source}.log",
    )


def _heading() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "\n".join(
        [
            f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB.",
            "",
            "| what | rows | s | rows a minute | peak MB | limit s | limit MB | limit / ours |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
            "",
        ]
    )


def _row(item: Comparison) -> str:
    ours, limit = item.ours, item.limit
    cells = [
        item.name,
        f"{item.rows:,}" if item.rows else "",
        f"{ours.seconds:.1f}",
        f"{item.rows / ours.seconds * 60:,.0f}" if item.rows else "",
        f"{ours.peak_mb:,.0f}",
        f"{limit.seconds:.1f}" if limit else "",
        f"{limit.peak_mb:,.0f}" if limit else "",
        f"{limit.seconds / ours.seconds:.2f}" if limit else "",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
