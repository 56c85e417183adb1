"""A project's file is read strictly, and its errors name file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.archive import Archive
from ingestion.project import ProjectInvalid, load_project
from ingestion.raw_tables import ensure_raw_tables
from ingestion.registry import SOURCES, UnknownSource, contracts_of, source_class
from ingestion.warehouse import open_scratch

GOOD = """
name: books
presentation_currency: CNY
as_of: 2026-10-31
sources:
  erp: {url: "sqlite:///${data}/erp.sqlite"}
  bank: {folder: "${home}/bank", files: {"*.csv": {profile: "${project}/bank.yml"}}}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "ledgerhouse.yml").write_text(text, encoding="utf-8")
    return folder


def test_places_are_expanded_and_the_home_is_the_projects_own(tmp_path: Path) -> None:
    project = load_project(written(tmp_path, GOOD), data_dir=tmp_path / "d", home=tmp_path / "h")
    assert project.home == tmp_path / "h" / "books"
    assert project.warehouse == tmp_path / "h" / "books" / "warehouse.duckdb"
    assert project.sources["erp"]["url"] == f"sqlite:///{tmp_path}/d/erp.sqlite"
    assert project.sources["bank"] == {
        "folder": f"{tmp_path}/h/books/bank",
        "files": {"*.csv": {"profile": f"{tmp_path}/bank.yml"}},
    }
    assert str(project.as_of) == "2026-10-31"
    with project.serving() as served:
        assert served is project


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("name: books", "name: My Books", "name"),
        ("presentation_currency: CNY", "presentation_currency: yuan", "presentation_currency"),
        ("as_of: 2026-10-31", "as_of: 31.10.2026", "as_of"),
        ("sources:", "surces:", "surces"),
        ("  erp:", "  sap:", "sources.sap"),
        ("${data}", "${dta}", "sources.erp.url"),
        ("sources:", "demo_company: {factor: many}\nsources:", "demo_company.factor"),
        ("sources:", "demo_company: {factor: 0}\nsources:", "demo_company.factor"),
        ("sources:", "demo_company: {size: 1}\nsources:", "demo_company.size"),
        ("name: books", "name: [", "YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    folder = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ProjectInvalid) as refused:
        load_project(folder, data_dir=tmp_path)
    assert key in str(refused.value)
    assert str(tmp_path / "ledgerhouse.yml") in str(refused.value)


def test_a_missing_file_or_data_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectInvalid, match="does not exist"):
        load_project(tmp_path)
    with pytest.raises(ProjectInvalid, match=r"sources\.erp\.url.*--data"):
        load_project(written(tmp_path, GOOD))


def test_every_registered_source_has_its_raw_tables_even_unused() -> None:
    with open_scratch() as connection:
        ensure_raw_tables(connection)
        ensure_raw_tables(connection)
        made = {
            (schema, table)
            for schema, table in connection.execute(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall()
        }
    for name in SOURCES:
        assert {(f"raw_{name}", contract.name) for contract in contracts_of(name)} <= made
    assert {("raw_landing", table) for table in ("loads", "control_totals", "cursors")} <= made


def test_contracts_name_only_columns_they_have() -> None:
    for name in SOURCES:
        for contract in contracts_of(name):
            columns = {column.name for column in contract.columns}
            assert {*contract.key, *contract.sums} <= columns, f"{name}.{contract.name}"


def test_an_unknown_source_is_refused_by_name() -> None:
    with pytest.raises(UnknownSource, match="erp"):
        source_class("sap")


def test_the_archive_keeps_each_content_once(tmp_path: Path) -> None:
    file = tmp_path / "a.CSV"
    file.write_bytes(b"x")
    archive = Archive(tmp_path / "archive")
    digest = archive.keep(file)
    assert archive.keep(file) == digest
    archive.refuse(file, "no header")
    assert [path.name for path in (tmp_path / "archive").iterdir()] == [f"{digest}.csv"]
    assert [(kept.sha256, kept.byte_count, kept.refusal) for kept in archive.kept] == [
        (digest, 1, "no header")
    ]
