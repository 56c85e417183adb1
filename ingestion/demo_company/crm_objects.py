"""Answers the questions of a HubSpot-shaped CRM API from the demo company's `CrmStore`.

**Belongs here**: objects in the API's shape, paging of lists, search with its filters and its cap
of 10,000 results, batch reads, associations, owners and pipelines.

**Keep out**: HTTP, tokens and rate limits (`crm_server`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ingestion.demo_company.crm_records import (
    MODIFIED_PROPERTY,
    CrmRecord,
    id_order,
    records_of,
    timestamp_text,
)
from ingestion.demo_company.crm_store import PIPELINE_ID, PIPELINE_LABEL, PIPELINE_STAGES, CrmStore

LIST_LIMIT: Final = 100
HISTORY_LIMIT: Final = 50
SEARCH_LIMIT: Final = 200
SEARCH_CAP: Final = 10_000
ASSOCIATION_LIMIT: Final = 1_000
_DEFAULT_PROPERTIES: Final = {
    "companies": ("name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id"),
    "contacts": (
        "firstname", "lastname", "email", "createdate", "lastmodifieddate", "hs_object_id",
    ),
    "deals": (
        "amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate",
        "hs_object_id", "pipeline",
    ),
}  # fmt: skip
_ASSOCIATION_TYPES: Final = {"deals": ("deal_to_company", 5), "contacts": ("contact_to_company", 1)}
_DATE_PROPERTIES: Final = frozenset(
    {"createdate", "closedate", "hs_lastmodifieddate", "lastmodifieddate"}
)


class CrmRequestRefused(ValueError):  # the API's 400
    """A request must keep to the API's limits and name what exists."""


class CrmObjectMissing(LookupError):  # the API's 404
    """The object asked for does not exist or is archived."""


class CrmObjects:
    """The content of a CRM, ready to be asked."""

    def __init__(self, store: CrmStore) -> None:
        self._owners = list(store.owners.itertuples(index=False))
        self._records = {
            "companies": records_of(store.companies, "companies"),
            "contacts": records_of(store.contacts, "contacts"),
            "deals": records_of(store.deals, "deals", store.deal_stage_history),
        }
        self._by_id = {
            kind: {record.id: record for record in records}
            for kind, records in self._records.items()
        }
        self._listed = {
            (kind, archived): [record for record in records if record.archived is archived]
            for kind, records in self._records.items()
            for archived in (False, True)
        }

    def list_page(
        self,
        kind: str,
        *,
        limit: int,
        after: str | None,
        properties: Sequence[str],
        history: Sequence[str],
        associations: Sequence[str],
        archived: bool,
    ) -> dict[str, Any]:
        """Return one page of objects in order of id, behind the id `after`.

        Raises:
            CrmRequestRefused: the limit is above the API's.
        """
        _require_limit(limit, HISTORY_LIMIT if history else LIST_LIMIT)
        self._kind(kind)
        records = self._listed[kind, archived]
        start = 0
        if after is not None:
            start = bisect_right(records, id_order(after), key=lambda record: id_order(record.id))
        page = records[start : start + limit]
        body: dict[str, Any] = {
            "results": [_object(record, kind, properties, history, associations) for record in page]
        }
        if start + limit < len(records):
            body["paging"] = {"next": {"after": page[-1].id}}
        return body

    def one(
        self,
        kind: str,
        object_id: str,
        *,
        properties: Sequence[str],
        history: Sequence[str],
        associations: Sequence[str],
        archived: bool,
    ) -> dict[str, Any]:
        """Return one object.

        Raises:
            CrmObjectMissing: there is none of that id in that state.
        """
        self._kind(kind)
        record = self._by_id[kind].get(object_id)
        if record is None or record.archived is not archived:
            raise CrmObjectMissing(object_id)
        return _object(record, kind, properties, history, associations)

    def search(self, kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return one page of a search; no page reaches beyond the first 10,000 results.

        Raises:
            CrmRequestRefused: the limit, the cap, an operator or a sort is not the API's.
        """
        limit = int(request.get("limit", 10))
        _require_limit(limit, SEARCH_LIMIT)
        offset = int(request.get("after") or 0)
        if offset + limit > SEARCH_CAP:
            raise CrmRequestRefused("Searches cannot page past 10,000 results.")
        groups = request.get("filterGroups") or []
        found = [
            record
            for record in self._kind(kind)
            if not record.archived
            and (not groups or any(_passes(record, group["filters"]) for group in groups))
        ]
        sorts = request.get("sorts") or []
        if len(sorts) > 1:
            raise CrmRequestRefused("Only one sort is allowed.")
        for sort in sorts:
            name = sort["propertyName"] if isinstance(sort, Mapping) else str(sort)
            descending = isinstance(sort, Mapping) and sort.get("direction") == "DESCENDING"
            found.sort(key=lambda record: record.properties.get(name, ""), reverse=descending)
        page = found[offset : offset + limit]
        properties = request.get("properties") or ()
        body: dict[str, Any] = {
            "total": len(found),
            "results": [_object(record, kind, properties, (), ()) for record in page],
        }
        if offset + limit < len(found):
            body["paging"] = {"next": {"after": str(offset + limit)}}
        return body

    def batch_read(self, kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the objects of the ids given; unknown or archived ids are left out.

        Raises:
            CrmRequestRefused: more inputs than the API takes.
        """
        history = request.get("propertiesWithHistory") or ()
        inputs = request.get("inputs") or []
        _require_limit(len(inputs), HISTORY_LIMIT if history else LIST_LIMIT)
        self._kind(kind)
        found = (self._by_id[kind].get(str(item["id"])) for item in inputs)
        results = [
            _object(record, kind, request.get("properties") or (), history, ())
            for record in found
            if record is not None and not record.archived
        ]
        return {"status": "COMPLETE", "results": results}

    def associations(self, kind: str, to_kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the companies that deals or contacts belong to, in the form of API v4.

        Raises:
            CrmRequestRefused: more inputs than the API takes, or kinds that are not associated.
        """
        inputs = request.get("inputs") or []
        _require_limit(len(inputs), ASSOCIATION_LIMIT)
        if to_kind != "companies" or kind not in _ASSOCIATION_TYPES:
            raise CrmRequestRefused(f"No associations from {kind} to {to_kind}.")
        type_id = _ASSOCIATION_TYPES[kind][1]
        results = []
        for item in inputs:
            record = self._by_id[kind].get(str(item["id"]))
            if record is not None and record.company_id is not None:
                kinds = [{"category": "HUBSPOT_DEFINED", "typeId": type_id, "label": "Primary"}]
                target = {"toObjectId": int(record.company_id), "associationTypes": kinds}
                results.append({"from": {"id": record.id}, "to": [target]})
        return {"status": "COMPLETE", "results": results}

    def owners(self, *, limit: int, after: str | None, archived: bool) -> dict[str, Any]:
        """Return one page of CRM users, behind the id `after`.

        Raises:
            CrmRequestRefused: the limit is above the API's.
        """
        _require_limit(limit, 500)
        owners = [owner for owner in self._owners if bool(owner.archived) is archived]
        start = next((n + 1 for n, owner in enumerate(owners) if owner.id == after), 0)
        page = owners[start : start + limit]
        body: dict[str, Any] = {"results": [_owner(owner) for owner in page]}
        if start + limit < len(owners):
            body["paging"] = {"next": {"after": page[-1].id}}
        return body

    def pipelines(self) -> dict[str, Any]:
        """Return the deal pipelines with their stages."""
        created = "2023-06-01T00:00:00.000Z"
        stages = [
            {
                "id": stage.stage_id,
                "label": stage.label,
                "displayOrder": order,
                "metadata": {
                    "isClosed": str(stage.is_closed).lower(),
                    "probability": stage.probability,
                },
                "createdAt": created,
                "updatedAt": created,
                "archived": False,
            }
            for order, stage in enumerate(PIPELINE_STAGES)
        ]
        pipeline = {
            "id": PIPELINE_ID,
            "label": PIPELINE_LABEL,
            "displayOrder": 0,
            "stages": stages,
            "createdAt": created,
            "updatedAt": created,
            "archived": False,
        }
        return {"results": [pipeline]}

    def _kind(self, kind: str) -> list[CrmRecord]:
        if kind not in self._records:
            raise CrmRequestRefused(f"Unable to infer object type from: {kind}")
        return self._records[kind]


def _object(
    record: CrmRecord,
    kind: str,
    properties: Sequence[str],
    history: Sequence[str],
    associations: Sequence[str],
) -> dict[str, Any]:
    wanted = properties or _DEFAULT_PROPERTIES[kind]
    body: dict[str, Any] = {
        "id": record.id,
        # A property without value is null when asked for, as in the real API.
        "properties": {
            name: record.properties.get(name)
            for name in {**dict.fromkeys(wanted), "hs_object_id": None, "createdate": None}
        },
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        "archived": record.archived,
    }
    body["properties"][MODIFIED_PROPERTY[kind]] = record.updated_at
    if history:
        body["propertiesWithHistory"] = {
            name: record.stages if name == "dealstage" else [] for name in history
        }
    if "companies" in associations and record.company_id and kind in _ASSOCIATION_TYPES:
        link = {"id": record.company_id, "type": _ASSOCIATION_TYPES[kind][0]}
        body["associations"] = {"companies": {"results": [link]}}
    return body


def _owner(owner: Any) -> dict[str, Any]:
    created = timestamp_text(owner.created_ms)
    return {
        "id": owner.id,
        "email": owner.email,
        "firstName": owner.first_name,
        "lastName": owner.last_name,
        "userId": int(owner.id) + 1_000_000,
        "createdAt": created,
        "updatedAt": created,
        "archived": bool(owner.archived),
        "teams": [{"id": str(sum(owner.team.encode())), "name": owner.team, "primary": True}],
    }


def _require_limit(limit: int, highest: int) -> None:
    if not 0 <= limit <= highest:
        raise CrmRequestRefused(f"Limit must be at most {highest}, but was {limit}.")


def _passes(record: CrmRecord, filters: Iterable[Mapping[str, Any]]) -> bool:
    return all(_passes_one(record, condition) for condition in filters)


_COMPARISONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "EQ": lambda value, wanted: value == wanted,
    "NEQ": lambda value, wanted: value != wanted,
    "LT": lambda value, wanted: value < wanted,
    "LTE": lambda value, wanted: value <= wanted,
    "GT": lambda value, wanted: value > wanted,
    "GTE": lambda value, wanted: value >= wanted,
}


def _passes_one(record: CrmRecord, condition: Mapping[str, Any]) -> bool:
    name, operator = condition["propertyName"], condition["operator"]
    value = record.properties.get(name)
    if operator == "HAS_PROPERTY":
        return value is not None
    if operator == "NOT_HAS_PROPERTY":
        return value is None
    if value is None:
        return False
    if operator == "IN":
        return value in {_comparable(name, item) for item in condition["values"]}
    low = _comparable(name, condition["value"])
    if operator == "BETWEEN":
        return low <= value <= _comparable(name, condition["highValue"])
    if operator not in _COMPARISONS:
        raise CrmRequestRefused(f"Operator {operator} is not known.")
    return _COMPARISONS[operator](value, low)


def _comparable(name: str, value: object) -> str:
    """Dates may be given as text or as milliseconds; all of ours compare as text."""
    text = str(value)
    return timestamp_text(int(text)) if name in _DATE_PROPERTIES and text.isdigit() else text
