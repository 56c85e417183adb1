"""Reads CRM objects page by page so that none is lost and none is counted twice.

**Belongs here**: listing, search of changes, batch reads, associations, and what guards them
against doubled pages, shifting pages, empty pages and loops.

**Keep out**: HTTP (`client`) and the columns of tables (`rows`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from ingestion.sources.crm.client import CrmAnswerMalformed, CrmClient, CrmError

LIST_LIMIT: Final = 100
HISTORY_LIMIT: Final = 50
SEARCH_LIMIT: Final = 200
SEARCH_CAP: Final = 10_000
ASSOCIATION_LIMIT: Final = 1_000
MODIFIED_PROPERTY: Final = {
    "companies": "hs_lastmodifieddate",
    "contacts": "lastmodifieddate",
    "deals": "hs_lastmodifieddate",
}

CrmObject = dict[str, Any]


class CrmPagingLoops(CrmError):
    """A page's `after` leads on, never back to a page already read."""

    def __init__(self, path: str, after: str) -> None:
        super().__init__(f"The CRM's pages of {path} lead back to '{after}'. Run again later.")


class CrmMomentTooFull(CrmError):
    """Fewer than 10,000 objects change in one millisecond: the search shows no more."""

    def __init__(self, kind: str, moment: str) -> None:
        super().__init__(
            f"{SEARCH_CAP} or more {kind} changed at {moment}, more than a search can show. "
            "Land the table anew by removing its cursor."
        )


def moment_of(text: str, path: str = "a page") -> dt.datetime:
    """Parse a timestamp of the API.

    Raises:
        CrmAnswerMalformed: the text is no timestamp with a time zone.
    """
    try:
        moment = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise CrmAnswerMalformed(path, "a timestamp cannot be read") from None
    if moment.tzinfo is None:
        raise CrmAnswerMalformed(path, "a timestamp has no time zone")
    return moment.astimezone(dt.UTC)


def text_of_moment(moment: dt.datetime) -> str:
    """Write a timestamp as the API does: UTC, milliseconds, a final Z."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def newest_by_id(objects: Iterable[CrmObject]) -> dict[str, CrmObject]:
    """Keep one object per id, the one updated last: pages may overlap or come twice."""
    newest: dict[str, tuple[dt.datetime, CrmObject]] = {}
    for item in objects:
        moment = moment_of(item.get("updatedAt", ""))
        if item["id"] not in newest or moment >= newest[item["id"]][0]:
            newest[item["id"]] = (moment, item)
    return {key: item for key, (_, item) in newest.items()}


def list_objects(
    client: CrmClient,
    path: str,
    *,
    properties: Sequence[str] = (),
    history: Sequence[str] = (),
    associations: Sequence[str] = (),
    archived: bool = False,
) -> Iterator[CrmObject]:
    """Yield every object of a list endpoint, page after page; ids may repeat.

    Raises:
        CrmPagingLoops: a page leads back.
        CrmError: the CRM cannot be read.
    """
    parameters: dict[str, str | int] = {
        "limit": HISTORY_LIMIT if history else LIST_LIMIT,
        "archived": str(archived).lower(),
    }
    for name, values in (
        ("properties", properties),
        ("propertiesWithHistory", history),
        ("associations", associations),
    ):
        if values:
            parameters[name] = ",".join(values)
    visited: set[str] = set()
    while True:
        page = client.get(path, parameters)
        yield from _results(page, path)
        after = (page.get("paging") or {}).get("next", {}).get("after")
        if after is None:
            return
        if after in visited:
            raise CrmPagingLoops(path, after)
        visited.add(after)
        parameters["after"] = after


class Census(NamedTuple):
    """How many objects of a kind there are, and when one was last modified (None: never)."""

    total: int
    last_modified: dt.datetime | None


def take_census(client: CrmClient, kind: str) -> Census:
    """Ask the search how many objects of a kind exist and when the newest change was."""
    path = f"/crm/v3/objects/{kind}/search"
    name = MODIFIED_PROPERTY[kind]
    sort = {"propertyName": name, "direction": "DESCENDING"}
    page = client.post(path, {"limit": 1, "sorts": [sort], "properties": [name]})
    newest = [moment_of(item["updatedAt"]) for item in _results(page, path)]
    total = page.get("total")
    if not isinstance(total, int):
        raise CrmAnswerMalformed(path, "it states no total")
    return Census(total, max(newest, default=None))


def changed_objects(client: CrmClient, kind: str, since: dt.datetime) -> dict[str, CrmObject]:
    """Search the objects modified at `since` or later, oldest first.

    Each page asks for what follows the last moment seen, not for an offset: an object modified
    meanwhile moves to the end and is met again, and no search nears the API's cap of 10,000.

    Returns:
        Object by id; each holds its modification date alone.

    Raises:
        CrmMomentTooFull: one millisecond holds more than a search can show.
        CrmError: the CRM cannot be read.
    """
    path = f"/crm/v3/objects/{kind}/search"
    name = MODIFIED_PROPERTY[kind]
    found: list[CrmObject] = []
    low, offset = text_of_moment(since), 0
    while True:
        condition = {"propertyName": name, "operator": "GTE", "value": low}
        body: dict[str, Any] = {
            "filterGroups": [{"filters": [condition]}],
            "sorts": [{"propertyName": name, "direction": "ASCENDING"}],
            "properties": [name],
            "limit": SEARCH_LIMIT,
        }
        if offset:
            body["after"] = str(offset)
        page = client.post(path, body)
        results = _results(page, path)
        found.extend(results)
        if not results or not page.get("paging"):
            return newest_by_id(found)
        last = text_of_moment(moment_of(results[-1]["updatedAt"], path))
        low, offset = (last, 0) if last > low else (low, offset + len(results))
        if offset + SEARCH_LIMIT > SEARCH_CAP:
            raise CrmMomentTooFull(kind, low)


def read_objects(
    client: CrmClient,
    kind: str,
    ids: Iterable[str],
    *,
    properties: Sequence[str],
    history: Sequence[str] = (),
) -> Iterator[CrmObject]:
    """Yield the objects of the ids that still exist, in batches the API takes."""
    path = f"/crm/v3/objects/{kind}/batch/read"
    for batch in _batches(sorted(ids), HISTORY_LIMIT if history else LIST_LIMIT):
        body: dict[str, Any] = {
            "inputs": [{"id": object_id} for object_id in batch],
            "properties": list(properties),
        }
        if history:
            body["propertiesWithHistory"] = list(history)
        yield from _results(client.post(path, body), path)


def companies_of(client: CrmClient, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the first company each object is associated with, by object id."""
    path = f"/crm/v4/associations/{kind}/companies/batch/read"
    companies = {}
    for batch in _batches(sorted(ids), ASSOCIATION_LIMIT):
        body = {"inputs": [{"id": object_id} for object_id in batch]}
        for item in client.post(path, body).get("results") or []:
            if item.get("to"):
                companies[str(item["from"]["id"])] = str(item["to"][0]["toObjectId"])
    return companies


def _batches(ids: list[str], size: int) -> Iterator[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _results(page: dict[str, Any], path: str) -> list[CrmObject]:
    results = page.get("results")
    if not isinstance(results, list):
        raise CrmAnswerMalformed(path, "it has no list `results`")
    if not all(isinstance(item, dict) and item.get("id") for item in results):
        raise CrmAnswerMalformed(path, "an object has no id")
    return results
