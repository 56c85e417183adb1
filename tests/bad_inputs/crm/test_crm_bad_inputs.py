"""A CRM that is slow, limited, wrong or inconsistent: nothing lost, nothing doubled, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faulty_crm import Answer, Asked, Fault, faulty, page_changed
from landed_projects import Refused, current, landed, project_at, quarantine
from small_company import small_company

from ingestion.control_totals import ControlTotalMismatch
from ingestion.demo_company.crm_server import DEMO_TOKEN, serve
from ingestion.demo_company.crm_store import CrmStore, derive_crm
from ingestion.project import Project
from ingestion.sources.crm import CrmSource
from ingestion.sources.crm.client import (
    CrmAnswerMalformed,
    CrmClient,
    CrmRequestRejected,
    CrmTokenRefused,
    CrmUnavailable,
)
from ingestion.sources.crm.paging import (
    CrmPagingLoops,
    changed_objects,
    list_objects,
    moment_of,
    newest_by_id,
)

DEALS = "/crm/v3/objects/deals"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("crm")
    derive_crm(small_company()).write(made)
    return made


@pytest.fixture(scope="module")
def upstream(folder: Path) -> Iterator[str]:
    with serve(folder, limited_every=0) as base_url:
        yield base_url


def client_of(base_url: str) -> CrmClient:
    return CrmClient(base_url, DEMO_TOKEN, backoff_seconds=0.001, timeout_seconds=1.0)


def listed(base_url: str) -> list[str]:
    return [deal["id"] for deal in list_objects(client_of(base_url), DEALS)]


def on_page(number: int, spoil: Callable[[Answer], Answer]) -> Fault:
    """Spoil the answer to one request for deals, once."""

    def fault(asked: Asked, answer: Answer) -> Answer:
        return spoil(answer) if asked.path == DEALS and asked.number == number else answer

    return fault


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(
            lambda _: Answer(429, b'{"errorType": "RATE_LIMIT"}', {"Retry-After": "1"}), id="429"
        ),
        pytest.param(lambda _: Answer(429, b"", {"Retry-After": "soon"}), id="429-unclear"),
        pytest.param(lambda _: Answer(500, b"<html>oops</html>"), id="500"),
        pytest.param(lambda _: Answer(502, b""), id="502"),
        pytest.param(lambda answer: answer._replace(cut=True), id="cut-mid-page"),
        pytest.param(lambda answer: answer._replace(body=answer.body[:-200]), id="half-a-json"),
        pytest.param(lambda answer: answer._replace(silence=1.5), id="timeout"),
    ],
)
def test_a_passing_fault_loses_and_doubles_nothing(
    spoil: Callable[[Answer], Answer], upstream: str, folder: Path
) -> None:
    with faulty(upstream, on_page(2, spoil)) as base_url:
        ids = listed(base_url)
    assert sorted(ids) == sorted(CrmStore.read(folder).deals["id"])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(Answer(500, b"{}"), CrmUnavailable, id="500"),
        pytest.param(Answer(429, b"{}"), CrmUnavailable, id="429"),
        pytest.param(Answer(401, b"{}"), CrmTokenRefused, id="401"),
        pytest.param(Answer(403, b"{}"), CrmTokenRefused, id="403"),
        pytest.param(
            Answer(404, b'{"category": "OBJECT_NOT_FOUND"}'), CrmRequestRejected, id="404"
        ),
        pytest.param(Answer(200, b"[]"), CrmAnswerMalformed, id="no-object"),
        pytest.param(Answer(200, b"<html></html>"), CrmAnswerMalformed, id="no-json"),
        pytest.param(Answer(200, b'{"items": []}'), CrmAnswerMalformed, id="no-results"),
        pytest.param(Answer(200, b'{"results": [{"x": 1}]}'), CrmAnswerMalformed, id="no-id"),
    ],
)
def test_a_lasting_fault_refuses_the_run_by_name(
    answer: Answer, error: type[Exception], upstream: str
) -> None:
    def fault(asked: Asked, good: Answer) -> Answer:
        return answer if asked.path == DEALS and asked.number >= 1 else good

    with faulty(upstream, fault) as base_url, pytest.raises(error, match=DEALS):
        listed(base_url)


def test_a_server_that_is_gone_refuses_the_run_by_name() -> None:
    with pytest.raises(CrmUnavailable, match="ConnectionError"):
        listed("http://127.0.0.1:9")


def test_nothing_is_landed_of_a_crm_that_fails_on_its_third_page(
    upstream: str, tmp_path: Path
) -> None:
    def fault(asked: Asked, good: Answer) -> Answer:
        return Answer(500, b"{}") if asked.path == DEALS and asked.number >= 2 else good

    with faulty(upstream, fault) as base_url:
        source = CrmSource(base_url=base_url, token=DEMO_TOKEN, backoff_seconds=0.001)
        with pytest.raises(CrmUnavailable):
            landed(source, tmp_path)
    project = project_at(tmp_path, {"crm": {}})
    assert current(project, "raw_crm.companies") == []
    assert current(project, "raw_crm.deals") == []


def test_a_page_that_comes_twice_is_counted_once(upstream: str, folder: Path) -> None:
    pages: list[bytes] = []

    def fault(asked: Asked, answer: Answer) -> Answer:
        if asked.path != DEALS:
            return answer
        pages.append(answer.body)
        if asked.number != 2:
            return answer

        def repeat(page: dict[str, Any]) -> None:
            page["results"] = json.loads(pages[1])["results"] + page["results"]

        return page_changed(repeat, answer)

    with faulty(upstream, fault) as base_url:
        objects = list(list_objects(client_of(base_url), DEALS))
    deals = CrmStore.read(folder).deals
    assert len(objects) == len(deals) + 100
    assert sorted(newest_by_id(objects)) == sorted(deals["id"])


def test_of_two_versions_of_an_object_the_newer_counts() -> None:
    older = {"id": "1", "updatedAt": "2026-10-01T00:00:00.500Z", "v": "old"}
    newer = {"id": "1", "updatedAt": "2026-10-01T08:00:00.600+08:00", "v": "new"}
    for pages in ([older, newer], [newer, older]):
        assert newest_by_id(pages)["1"]["v"] == "new"


def test_an_empty_last_page_ends_the_list(upstream: str, folder: Path) -> None:
    asked_for: list[str] = []

    def fault(asked: Asked, answer: Answer) -> Answer:
        asked_for.append(asked.query)
        if "after=end" in asked.query:
            return Answer(200, b'{"results": []}')
        page = json.loads(answer.body)
        if "paging" not in page:
            page["paging"] = {"next": {"after": "end"}}
        return answer._replace(body=json.dumps(page).encode())

    with faulty(upstream, fault) as base_url:
        ids = listed(base_url)
    assert "after=end" in asked_for[-1]
    assert sorted(ids) == sorted(CrmStore.read(folder).deals["id"])


def test_an_empty_page_in_the_middle_does_not_end_the_list(upstream: str, folder: Path) -> None:
    held_back: list[dict[str, Any]] = []

    def fault(asked: Asked, answer: Answer) -> Answer:
        page = json.loads(answer.body)
        if asked.number == 1:
            held_back.extend(page["results"])
            page["results"] = []
        elif asked.number == 2:
            page["results"] = held_back + page["results"]
        return answer._replace(body=json.dumps(page).encode())

    with faulty(upstream, fault) as base_url:
        ids = listed(base_url)
    assert sorted(ids) == sorted(CrmStore.read(folder).deals["id"])


def test_pages_that_lead_in_a_circle_are_refused(upstream: str) -> None:
    def fault(_: Asked, answer: Answer) -> Answer:
        def back(page: dict[str, Any]) -> None:
            page["paging"] = {"next": {"after": "61000000100"}}

        return page_changed(back, answer)

    with faulty(upstream, fault) as base_url, pytest.raises(CrmPagingLoops, match="61000000100"):
        listed(base_url)


def test_a_row_lost_between_two_pages_refuses_the_load(upstream: str, tmp_path: Path) -> None:
    def fault(asked: Asked, answer: Answer) -> Answer:
        if asked.path != DEALS or "propertiesWithHistory" not in asked.query or asked.number != 3:
            return answer
        return page_changed(lambda page: page["results"].pop(0), answer)

    with faulty(upstream, fault) as base_url:
        source = CrmSource(base_url=base_url, token=DEMO_TOKEN, backoff_seconds=0.001)
        with pytest.raises(ControlTotalMismatch, match="deals"):
            landed(source, tmp_path)
    assert current(project_at(tmp_path, {"crm": {}}), "raw_crm.deals") == []


def test_pages_that_shift_while_they_are_read_lose_nothing(folder: Path, tmp_path: Path) -> None:
    before = CrmStore.read(folder)
    after = CrmStore.read(folder)
    order = before.deals["modified_ms"].sort_values().index
    # Objects of the first page are modified while the second is asked for: all others move up.
    after.deals.loc[order[:5], "modified_ms"] = int(before.deals["modified_ms"].max()) + 1
    after.write(tmp_path)
    with serve(folder, limited_every=0) as first, serve(tmp_path, limited_every=0) as then:

        def upstream_of(asked: Asked) -> str:
            return first if asked.number == 0 else then

        with faulty(upstream_of, lambda _, answer: answer) as base_url:
            found = changed_objects(client_of(base_url), "deals", moment_of("2023-01-01T00:00Z"))
    assert found.keys() == set(before.deals["id"])
    moved = {before.deals.loc[place, "id"] for place in order[:5]}
    newest = max(moment_of(item["updatedAt"]) for item in found.values())
    assert {key for key, item in found.items() if moment_of(item["updatedAt"]) == newest} == moved


BAD_VALUES = {
    "type:amount": {"amount": "12.5k"},
    "amount_is_not_negative": {"amount": "-1.00"},
    "deal_currency_code_is_iso_4217": {"deal_currency_code": "RMB"},
    "amount_has_a_currency": {"deal_currency_code": ""},
    "probability_is_a_ratio": {"hs_deal_stage_probability": "20"},
    "createdate_is_not_in_the_future": {"createdate": "9999-12-31T00:00:00.000Z"},
    "type:createdate": {"createdate": "2026-02-30T00:00:00.000Z"},
    "required:dealstage": {"dealstage": None},
    "type:hs_deal_stage_probability": {"hs_deal_stage_probability": "NaN"},
}
MORE_BAD_AMOUNTS = ("1,5", "1e400", "10.00005", "(100)", "１２", "100000000000000000000")


@pytest.fixture(scope="module")
def spoiled(
    upstream: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Project, dict[str, str]]:
    """Land deals of which the first few have one bad value each; and which rule each breaks."""
    cases = [*BAD_VALUES.items(), *(("type:amount", {"amount": text}) for text in MORE_BAD_AMOUNTS)]
    expected: dict[str, str] = {}

    def spoil(page: dict[str, Any]) -> None:
        for deal, (rule, values) in zip(page["results"], cases, strict=False):
            deal["properties"].update(values)
            expected[deal["id"]] = rule

    def fault(asked: Asked, answer: Answer) -> Answer:
        if asked.path == DEALS and asked.number == 0:
            return page_changed(spoil, answer)
        return answer

    with faulty(upstream, fault) as base_url:
        source = CrmSource(base_url=base_url, token=DEMO_TOKEN, backoff_seconds=0.001)
        project, _ = landed(source, tmp_path_factory.mktemp("spoiled"))
    return project, expected


def test_a_bad_value_is_quarantined_under_its_rule(spoiled: tuple[Project, dict[str, str]]) -> None:
    project, expected = spoiled
    assert len(expected) == len(BAD_VALUES) + len(MORE_BAD_AMOUNTS)
    assert quarantine(project) == sorted(
        Refused("deals", deal_id, rule, None, None) for deal_id, rule in expected.items()
    )


def test_all_other_deals_are_landed(spoiled: tuple[Project, dict[str, str]], folder: Path) -> None:
    project, expected = spoiled
    ids = {deal_id for (deal_id,) in current(project, "raw_crm.deals", "id")}
    assert ids == set(CrmStore.read(folder).deals["id"]) - expected.keys()


def test_a_modification_date_without_a_zone_refuses_the_run(upstream: str) -> None:
    def fault(_: Asked, answer: Answer) -> Answer:
        def naive(page: dict[str, Any]) -> None:
            page["results"][0]["updatedAt"] = "2026-10-01T00:00:00"

        return page_changed(naive, answer)

    with faulty(upstream, fault) as base_url, pytest.raises(CrmAnswerMalformed, match="time zone"):
        newest_by_id(list_objects(client_of(base_url), DEALS))
