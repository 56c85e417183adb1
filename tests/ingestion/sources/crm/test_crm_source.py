"""The CRM as landed: whole at first, by changes afterwards, deletions and restorations seen."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from landed_projects import current, landed, quarantine, total
from small_company import small_company

from ingestion.demo_company.crm_server import DEMO_TOKEN, serve
from ingestion.demo_company.crm_store import CrmStore, derive_crm
from ingestion.pipeline import LoadReport
from ingestion.project import Project
from ingestion.sources import crm
from ingestion.sources.crm import CrmSource
from ingestion.sources.crm.client import (
    CrmAddressInsecure,
    CrmClient,
    CrmTokenMissing,
    CrmTokenRefused,
)
from ingestion.sources.crm.paging import changed_objects, moment_of
from ingestion.sources.crm.rows import (
    associated_companies,
    object_rows,
    properties_of,
    stage_rows,
)

CANARY = "canary-3141"
SAMPLE = Path(crm.__file__).parent / "sample" / "deals_page.json"


def land_crm(store: CrmStore, folder: Path) -> tuple[Project, LoadReport]:
    """Serve a store and land it into the project of the folder."""
    store.write(folder)
    with serve(folder, limited_every=23) as base_url:
        source = CrmSource(base_url=base_url, token=DEMO_TOKEN, backoff_seconds=0.01)
        return landed(source, folder / "project")


def loaded(report: LoadReport, table: str) -> tuple[int, int]:
    (found,) = (entry for entry in report.tables if entry.table == table)
    return found.loaded_rows, found.deleted_rows


def test_a_first_run_lands_everything_though_limited(tmp_path: Path) -> None:
    store = derive_crm(small_company())
    project, report = land_crm(store, tmp_path)
    for table, frame in (
        ("companies", store.companies),
        ("contacts", store.contacts),
        ("deals", store.deals),
        ("deal_stage_history", store.deal_stage_history),
        ("owners", store.owners),
    ):
        assert loaded(report, table) == (len(frame), 0)
    assert quarantine(project) == []
    assert total(project, "raw_crm.deals", "amount") == (
        Decimal(int(store.deals["amount_cents"].sum())) / 100
    )
    deal = store.deals.set_index("id").loc["61000000002"]
    columns = "id, company_id, erp_order_number, createdate"
    rows = {row[0]: row for row in current(project, "raw_crm.deals", columns)}
    created = datetime.fromtimestamp(int(deal["created_ms"]) / 1000, tz=UTC)
    assert rows["61000000002"][1:3] == (deal["company_id"], deal["erp_order_number"])
    assert rows["61000000002"][3] == created.replace(tzinfo=None)


def test_later_runs_see_changes_deletions_and_restorations(tmp_path: Path) -> None:
    store = derive_crm(small_company())
    land_crm(store, tmp_path)
    _, unchanged = land_crm(store, tmp_path)
    assert unchanged.loaded_rows == 0

    newest = int(store.deals["modified_ms"].max())
    store.deals.loc[3, "amount_cents"] = 123_456_78
    store.deals.loc[3, "modified_ms"] = newest + 1
    store.deals.loc[5, "archived"] = True
    project, report = land_crm(store, tmp_path)
    assert loaded(report, "deals") == (1, 1)
    amounts = dict(current(project, "raw_crm.deals", "id, amount"))
    assert amounts[store.deals.loc[3, "id"]] == Decimal("123456.78")
    assert store.deals.loc[5, "id"] not in amounts

    # A restored deal keeps its old modification date: no search by date would find it.
    store.deals.loc[5, "archived"] = False
    project, report = land_crm(store, tmp_path)
    assert loaded(report, "deals") == (1, 0)
    assert len(current(project, "raw_crm.deals")) == len(store.deals)


def test_a_change_dated_before_the_cursor_but_within_the_lag_is_read(tmp_path: Path) -> None:
    store = derive_crm(small_company())
    land_crm(store, tmp_path)
    store.deals.loc[7, "dealname"] = "Renamed while the index was behind"
    store.deals.loc[7, "modified_ms"] = int(store.deals["modified_ms"].max()) - 10 * 60_000
    project, report = land_crm(store, tmp_path)
    assert loaded(report, "deals") == (1, 0)
    names = {name for (name,) in current(project, "raw_crm.deals", "dealname")}
    assert "Renamed while the index was behind" in names


def test_a_search_passes_ten_thousand_changes(tmp_path: Path) -> None:
    store = derive_crm(small_company())
    many = store.companies.loc[store.companies.index.repeat(150)].reset_index(drop=True)
    many["id"] = [str(9_300_000_001 + place) for place in range(len(many))]
    # Half of them share one of few moments: pages fall between equal dates.
    many["modified_ms"] = 1_700_000_000_000 + (many.index // 700) * 1000
    store._replace(companies=many).write(tmp_path)
    with serve(tmp_path, limited_every=0) as base_url:
        client = CrmClient(base_url, DEMO_TOKEN, backoff_seconds=0.01)
        found = changed_objects(client, "companies", moment_of("2023-01-01T00:00:00Z"))
    assert len(many) > 11_000
    assert found.keys() == set(many["id"])


def test_a_page_of_deals_gives_its_golden_rows() -> None:
    page = json.loads(SAMPLE.read_text(encoding="utf-8"))["results"]
    rows = object_rows(
        page,
        properties_of("deals", {}),
        associated_companies(page),
        {"deal_currency_code": "CNY"},
    )
    found = {"deals": rows, "deal_stage_history": stage_rows(page)}
    assert found == json.loads(SAMPLE.with_suffix(".golden.json").read_text(encoding="utf-8"))


def test_a_wrong_token_is_refused_and_not_repeated_in_words(tmp_path: Path) -> None:
    derive_crm(small_company()).write(tmp_path)
    with serve(tmp_path) as base_url:
        source = CrmSource(base_url=base_url, token=CANARY, backoff_seconds=0.01)
        with pytest.raises(CrmTokenRefused) as refusal:
            landed(source, tmp_path / "project")
    assert CANARY not in str(refusal.value)


def test_a_token_goes_only_over_https_or_to_this_machine() -> None:
    with pytest.raises(CrmAddressInsecure):
        CrmSource(base_url="http://crm.example.com", token=CANARY)
    with pytest.raises(CrmTokenMissing):
        CrmSource(base_url="https://api.hubapi.com", token="")
