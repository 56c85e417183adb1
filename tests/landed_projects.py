"""Projects of one test: a source landed into a real warehouse, and what became of its rows.

Belongs here: making a project folder, landing, reading raw tables and the landing's own record.
Keep out: anything of one source.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ingestion.landed_source import LandedSource
from ingestion.pipeline import LoadReport, land
from ingestion.project import Project, load_project
from ingestion.warehouse import open_warehouse

# The real data sets lie beside the repository; tests that need them are left out without them.
REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


class Refused(NamedTuple):
    """One open entry of the quarantine."""

    table: str
    key: str | None
    rule: str
    file: str | None
    line: int | None


def project_at(folder: Path, sources: Mapping[str, Mapping[str, Any]]) -> Project:
    """Make a project whose home lies in the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"name": "tested", "presentation_currency": "CNY", "sources": dict(sources)}
    (folder / "ledgerhouse.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return load_project(folder, home=folder / "home")


def landed(source: LandedSource, folder: Path) -> tuple[Project, LoadReport]:
    """Land a source into the warehouse of the project in that folder."""
    project = project_at(folder, {source.name: {}})
    return project, land(source, project)


def current(project: Project, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    """Read the current rows of a raw table, in order of key."""
    return current_tables(project, {table: columns})[table]


def current_tables(
    project: Project, columns: Mapping[str, str]
) -> dict[str, list[tuple[Any, ...]]]:
    """Read the current rows of raw tables, in order of key: table → its rows in those columns."""
    with open_warehouse(project.warehouse, read_only=True) as connection:
        return {
            table: connection.execute(
                f"""
                select {wanted} from (
                    select * from {table}
                    qualify row_number() over (
                        partition by _source_key order by _recorded_at desc, _row_hash
                    ) = 1
                ) where not _is_deleted order by _source_key
                """
            ).fetchall()
            for table, wanted in columns.items()
        }


def total(project: Project, table: str, column: str) -> Decimal:
    """Add up a column of the current rows."""
    return sum((Decimal(row[0] or 0) for row in current(project, table, column)), Decimal(0))


def quarantine(project: Project) -> list[Refused]:
    """Read what stands in the quarantine and has not been put right."""
    with open_warehouse(project.warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select table_name, source_key, rule, file_name, line_number
            from raw_landing.quarantined_rows where resolved_at is null
            order by all
            """
        ).fetchall()
    return [Refused(*row) for row in rows]


def refused_files(project: Project) -> dict[str, str]:
    """Read the files refused whole: name → reason."""
    with open_warehouse(project.warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select file_name, reason from raw_landing.landed_files where status = 'refused'"
        ).fetchall()
    return dict(rows)
