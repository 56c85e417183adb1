"""What a backfill would do, before it does it.

**Belongs here**: the months, the sources landed again, the mart rows of those months.

**Keep out**: doing it (`run`, job `backfill`).
"""

from __future__ import annotations

from typing import NamedTuple

from ingestion.project import Project
from orchestration.partitions import MonthRange
from orchestration.project_home import ProjectHome
from orchestration.publication.releases import current_release, database_of
from orchestration.warehouse import MART_SCHEMAS, literal, open_warehouse, quoted, rows


class MartRows(NamedTuple):
    """Rows of one mart that lie in the months, by its `fiscal_period`."""

    table: str
    rows_in_range: int


class BackfillPlan(NamedTuple):
    """What would be landed again, rebuilt and replaced.

    Attributes:
        months: Every month of the range; one run covers them all.
        sources: Sources landed again in full.
        marts: Rows of the release in force that the rebuilt ones take the place of.
        release: Release in force, which stays readable; None before the first.
    """

    months: list[str]
    sources: list[str]
    marts: list[MartRows]
    release: str | None

    def as_dict(self) -> dict[str, object]:
        """The plan as plain values."""
        return self._asdict() | {"marts": [mart._asdict() for mart in self.marts]}


def plan_backfill(project: Project, home: ProjectHome, months: MonthRange) -> BackfillPlan:
    """Read the release in force and list what a backfill of `months` replaces."""
    release = current_release(home.published)
    return BackfillPlan(
        months=months.months(),
        sources=sorted(project.sources),
        marts=_mart_rows(home, release, months) if release else [],
        release=release,
    )


def _mart_rows(home: ProjectHome, release: str, months: MonthRange) -> list[MartRows]:
    with open_warehouse(database_of(home.published, release)) as connection:
        tables = rows(
            connection,
            "select schema_name, table_name from duckdb_columns() "
            "where column_name = 'fiscal_period' and not internal "
            f"and schema_name in ({', '.join(literal(schema) for schema in MART_SCHEMAS)}) "
            "order by schema_name, table_name",
        )
        counted = []
        for schema, table in tables:
            ((count,),) = rows(
                connection,
                f"select count(*) from {quoted(schema)}.{quoted(table)} "
                "where fiscal_period between ? and ?",
                [months.first, months.last],
            )
            counted.append(MartRows(f"{schema}.{table}", int(count)))
    return [mart for mart in counted if mart.rows_in_range]
