"""The demo CRM keeps to the shape and the limits of the HubSpot API it stands in for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from small_company import small_company

from ingestion.demo_company.crm_objects import SEARCH_CAP, CrmObjects, CrmRequestRefused
from ingestion.demo_company.crm_server import DEMO_TOKEN, serve
from ingestion.demo_company.crm_store import CrmStore, derive_crm, write_crm


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("crm")
    write_crm(small_company(), made)
    return made


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[requests.Session]:
    with serve(folder, limited_every=0) as base_url, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {DEMO_TOKEN}"
        session.params = {}
        session.base_url = base_url  # type: ignore[attr-defined]  # carried along for the tests
        yield session


def get(api: requests.Session, path: str, **parameters: object) -> requests.Response:
    return api.get(api.base_url + path, params=parameters, timeout=10)  # type: ignore[attr-defined]  # set above


def post(api: requests.Session, path: str, body: object) -> requests.Response:
    return api.post(api.base_url + path, json=body, timeout=10)  # type: ignore[attr-defined]  # set above


def test_a_list_pages_through_every_deal_once(api: requests.Session, folder: Path) -> None:
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = get(api, "/crm/v3/objects/deals", limit=100, **after).json()
        seen += [deal["id"] for deal in page["results"]]
        if "paging" not in page:
            break
        after = {"after": page["paging"]["next"]["after"]}
    assert len(seen) == len(set(seen))
    assert set(seen) == set(CrmStore.read(folder).deals["id"])


def test_a_deal_has_text_properties_history_and_its_company(api: requests.Session) -> None:
    page = get(
        api,
        "/crm/v3/objects/deals",
        limit=1,
        properties="amount,dealstage,product_line,no_such_property",
        propertiesWithHistory="dealstage",
        associations="companies",
    ).json()
    (deal,) = page["results"]
    assert isinstance(deal["properties"]["amount"], str)
    assert deal["properties"]["no_such_property"] is None
    stages = deal["propertiesWithHistory"]["dealstage"]
    assert stages[0]["value"] == deal["properties"]["dealstage"]
    assert [stage["timestamp"] for stage in stages] == sorted(
        (stage["timestamp"] for stage in stages), reverse=True
    )
    assert deal["createdAt"].endswith("Z")
    assert deal["associations"]["companies"]["results"][0]["type"] == "deal_to_company"


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/crm/v3/objects/deals", {"limit": 101}),
        ("/crm/v3/objects/deals", {"limit": 51, "propertiesWithHistory": "dealstage"}),
        ("/crm/v3/objects/tickets", {}),
    ],
)
def test_what_the_api_would_refuse_is_refused(
    api: requests.Session, path: str, parameters: dict[str, object]
) -> None:
    answer = get(api, path, **parameters)
    assert answer.status_code == 400
    assert answer.json()["category"] == "VALIDATION_ERROR"


def test_no_search_reaches_beyond_ten_thousand(api: requests.Session) -> None:
    answer = post(
        api, "/crm/v3/objects/deals/search", {"limit": 200, "after": str(SEARCH_CAP - 100)}
    )
    assert answer.status_code == 400


def test_a_search_finds_what_was_modified_since(api: requests.Session, folder: Path) -> None:
    deals = CrmStore.read(folder).deals
    moment = int(deals["modified_ms"].median())
    condition = {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": str(moment)}
    body = {
        "filterGroups": [{"filters": [condition]}],
        "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}],
        "limit": 200,
    }
    page = post(api, "/crm/v3/objects/deals/search", body).json()
    assert page["total"] == (deals["modified_ms"] >= moment).sum()
    updated = [deal["updatedAt"] for deal in page["results"]]
    assert updated == sorted(updated)


def test_a_batch_read_leaves_out_what_does_not_exist(api: requests.Session) -> None:
    body = {"inputs": [{"id": "9200000001"}, {"id": "1"}], "properties": ["name"]}
    page = post(api, "/crm/v3/objects/companies/batch/read", body).json()
    assert [company["id"] for company in page["results"]] == ["9200000001"]
    too_many = {"inputs": [{"id": str(number)} for number in range(101)]}
    assert post(api, "/crm/v3/objects/companies/batch/read", too_many).status_code == 400


def test_without_its_token_nothing_is_said(api: requests.Session) -> None:
    answer = requests.get(
        api.base_url + "/crm/v3/owners",  # type: ignore[attr-defined]  # set in the fixture
        headers={"Authorization": "Bearer another"},
        timeout=10,
    )
    assert answer.status_code == 401
    assert answer.json()["category"] == "INVALID_AUTHENTICATION"


def test_every_nth_request_meets_the_rate_limit(folder: Path) -> None:
    headers = {"Authorization": f"Bearer {DEMO_TOKEN}"}
    with serve(folder, limited_every=3) as base_url:
        answers = [
            requests.get(f"{base_url}/crm/v3/owners", headers=headers, timeout=10) for _ in range(6)
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert answers[2].json()["errorType"] == "RATE_LIMIT"


def test_archived_objects_are_listed_apart(folder: Path) -> None:
    store = CrmStore.read(folder)
    store.deals.loc[0, "archived"] = True
    objects = CrmObjects(store)
    choice = {"properties": (), "history": (), "associations": ()}
    archived = objects.list_page("deals", limit=100, after=None, archived=True, **choice)
    assert [deal["id"] for deal in archived["results"]] == [store.deals.loc[0, "id"]]
    found = objects.search("deals", {"limit": 1})
    assert found["total"] == len(store.deals) - 1


def test_won_deals_are_the_orders_that_came_with_an_opportunity(folder: Path) -> None:
    orders = small_company().orders
    with_deal = orders[orders["opportunity_id"].notna() & (orders["state"] != "quotation")]
    deals = CrmStore.read(folder).deals
    won = deals[deals["dealstage"] == "closedwon"].set_index("id")
    assert set(won.index) == set(with_deal["opportunity_id"])
    joined = with_deal.set_index("opportunity_id").join(won, rsuffix="_of_deal")
    assert (joined["amount_cents"] == joined["net_cents"]).all()
    assert (joined["erp_order_number"] == joined["order_number"]).all()
    closed = joined["close_ms"].astype("datetime64[ms]").dt.normalize()
    assert (closed == joined["order_date"]).all()


def test_every_deal_went_through_its_stages_in_order_of_time(folder: Path) -> None:
    store = CrmStore.read(folder)
    history = store.deal_stage_history
    assert not history.duplicated(["deal_id", "changed_ms"]).any()
    last = history.sort_values("changed_ms").groupby("deal_id").last()
    deals = store.deals.set_index("id")
    assert (last["dealstage"].reindex(deals.index) == deals["dealstage"]).all()
    first = history.groupby("deal_id")["changed_ms"].min()
    assert (first.reindex(deals.index) == deals["created_ms"]).all()


def test_a_part_of_the_deals_is_lost_and_a_part_still_open(folder: Path) -> None:
    deals = CrmStore.read(folder).deals
    shares = deals["dealstage"].value_counts(normalize=True)
    assert 0.2 < shares["closedlost"] < 0.6
    is_open = ~deals["dealstage"].isin(["closedwon", "closedlost"])
    assert 0.01 < is_open.mean() < 0.2


def test_the_same_company_has_the_same_crm() -> None:
    first, second = derive_crm(small_company()), derive_crm(small_company())
    for left, right in zip(first, second, strict=True):
        assert left.equals(right)


def test_an_unknown_operator_is_refused(folder: Path) -> None:
    objects = CrmObjects(CrmStore.read(folder))
    condition = {"propertyName": "dealname", "operator": "SOUNDS_LIKE", "value": "x"}
    with pytest.raises(CrmRequestRefused, match="SOUNDS_LIKE"):
        objects.search("deals", {"filterGroups": [{"filters": [condition]}]})
