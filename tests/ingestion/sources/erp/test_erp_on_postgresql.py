"""An ERP on a PostgreSQL server lands as the same ERP in SQLite does, row for row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_runs import PublishedHome
from landed_projects import current, project_at
from postgresql_server import change, move_erp, running_server, server_programs

from ingestion.pipeline import LoadReport, TableLoad, land
from ingestion.project import Project
from ingestion.sources.erp import ErpSource

pytestmark = pytest.mark.skipif(
    server_programs() is None, reason="no PostgreSQL server: install Debian's postgresql"
)


@pytest.fixture(scope="module")
def erp_file(published_home: PublishedHome) -> Path:
    return published_home.home / "source_systems" / "erp.sqlite"


@pytest.fixture(scope="module")
def server(erp_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("erp_server")) as url:
        move_erp(erp_file, url)
        yield url


def landed(folder: Path, url: str) -> tuple[Project, LoadReport]:
    project = project_at(folder, {"erp": {"url": url}})
    return project, land(ErpSource(url, whole_below=0), project)


def test_every_table_lands_as_from_sqlite(server: str, erp_file: Path, tmp_path: Path) -> None:
    from_server, on_server = landed(tmp_path / "server", server)
    from_file, on_file = landed(tmp_path / "file", f"sqlite:///{erp_file}")
    rows = {load.table: load.loaded_rows for load in on_server.tables}
    assert rows == {load.table: load.loaded_rows for load in on_file.tables}
    assert rows["account_move_line"] > 0
    assert (on_server.quarantined_rows, on_file.quarantined_rows) == (0, 0)
    contracts = {contract.name: contract for contract in ErpSource.tables}
    different = []
    for table in rows:
        columns = ", ".join(f'"{column.name}"' for column in contracts[table].columns)
        reads = (
            current(project, f"raw_erp.{table}", columns) for project in (from_server, from_file)
        )
        if next(reads) != next(reads):
            different.append(table)
    assert different == []


def test_later_runs_read_changes_and_see_deletions(server: str, tmp_path: Path) -> None:
    project, _ = landed(tmp_path, server)
    assert landed(tmp_path, server)[1].loaded_rows == 0
    ids = sorted(number for (number,) in current(project, "raw_erp.party_address", "id"))
    first, last = ids[0], ids[-1]
    change(server, f"update party_address set city = '杭州', write_date = now() where id = {first}")
    change(server, f"delete from party_address where id = {last}")
    _, report = landed(tmp_path, server)
    assert [
        (load.table, load.loaded_rows, load.deleted_rows) for load in report.tables if _moved(load)
    ] == [("party_address", 1, 1)]
    cities = dict(current(project, "raw_erp.party_address", "id, city"))
    assert (cities[first], last in cities) == ("杭州", False)


def _moved(load: TableLoad) -> bool:
    return bool(load.loaded_rows or load.deleted_rows)
