"""A published release for the screens' tests, and the script of the screens in-process."""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from demo_runs import PublishedHome
from streamlit.testing.v1 import AppTest

from dashboards.release import Release, current_release

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = REPOSITORY / "dashboards" / "app.py"

OpenScreen = Callable[..., AppTest]


@pytest.fixture(scope="module", autouse=True)
def no_release_stays_open() -> Iterator[None]:
    """The screens keep a release open for later readers; tests of other rooms open it their way."""
    yield
    st.cache_resource.clear()
    gc.collect()


@pytest.fixture(scope="session")
def published(published_home: PublishedHome) -> Path:
    """Folder of the demo company's releases."""
    return published_home.home / "published"


@pytest.fixture(scope="session")
def release(published: Path) -> Release:
    """The demo company's current release."""
    found = current_release(published)
    assert found is not None
    return found


@pytest.fixture
def open_screen(published: Path, monkeypatch: pytest.MonkeyPatch) -> OpenScreen:
    """Opens a screen in a fresh session, with the choices of an address."""
    return screens_of(published, monkeypatch)


def screens_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> OpenScreen:
    """Opens screens of the releases in a folder."""
    monkeypatch.setenv("LEDGERHOUSE_PUBLISHED", str(folder))

    def opened(screen: str = "overview", **address: str) -> AppTest:
        page = AppTest.from_file(str(SCRIPT), default_timeout=60)
        for name, value in address.items():
            page.query_params[name] = value
        page.run()
        if screen != "overview":
            page.switch_page(f"screens/{screen}.py").run()
        return page

    return opened


def written(page: AppTest) -> str:
    """Everything a page writes as HTML, one element a line."""
    return "\n".join(str(element.value) for element in page.html)


@pytest.fixture
def without_ledger(release: Release, tmp_path: Path) -> Path:
    """A release like one of a project that knows orders alone: nothing but sales and audit."""
    folder = tmp_path / "published"
    folder.mkdir()
    copy = folder / release.database.name
    shutil.copyfile(release.database, copy)
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        kept = {"dim_entities", "dim_currencies", "fct_exchange_rates"}
        for schema, table in tables:
            emptied = schema not in {"sales", "calendar", "audit"} and table not in kept
            if emptied or table in {"fct_invoices", "fct_invoice_lines", "fct_opportunities"}:
                connection.execute(f'delete from "{schema}"."{table}"')
    manifest = json.loads(release.database.with_suffix(".json").read_text())
    manifest["content_hash"] = "0" * 64
    copy.with_suffix(".json").write_text(json.dumps(manifest))
    (folder / "CURRENT").write_text(f"{release.name}\n")
    return folder
