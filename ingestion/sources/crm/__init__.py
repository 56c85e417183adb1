"""Customer relations from HubSpot: companies, contacts, deals with their stage history, owners.

**Belongs here**: what a first and a later run read, the cursors, and how deletions are seen.

**Keep out**: HTTP (`client`), pages (`paging`), columns (`rows`) and rules (`expectations`).

Run alone: `python -m ingestion crm`.

Flow of a later run, per kind of object: search what changed since the cursor less a lag window →
read those in batches → list all ids, so that deletions and restored objects are seen → land.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self

import pyarrow as pa

from ingestion.landed_source import Extract, ExtractContext, LandedSource
from ingestion.sources.crm.client import TIMEOUT_SECONDS, CrmClient
from ingestion.sources.crm.expectations import (
    DEAL_STAGE_HISTORY,
    OWNERS,
    PIPELINE_STAGES,
    TABLES,
)
from ingestion.sources.crm.paging import (
    CrmObject,
    changed_objects,
    companies_of,
    list_objects,
    moment_of,
    newest_by_id,
    read_objects,
    take_census,
    text_of_moment,
)
from ingestion.sources.crm.rows import (
    CONTRACT_OF,
    STAGE_PROPERTY,
    arrow_rows,
    associated_companies,
    object_rows,
    owner_rows,
    pipeline_rows,
    properties_of,
    stage_rows,
)

if TYPE_CHECKING:
    from ingestion.project import Project

DEFAULT_BASE_URL: Final = "https://api.hubapi.com"
DEFAULT_LAG_MINUTES: Final = 60
_KINDS: Final = ("companies", "contacts", "deals")


class _Reading(NamedTuple):
    """What one kind of object gave in one run."""

    objects: list[CrmObject]
    companies: dict[str, str] | None
    present_ids: list[str] | None
    """All ids alive, or None when `objects` is all there is."""
    stated_rows: int | None
    """How many objects the CRM says there are, when `objects` is all of them."""


class CrmSource(LandedSource):
    """Lands a HubSpot CRM (API v3), whole at first and by changes afterwards."""

    name: ClassVar[str] = "crm"
    tables = TABLES

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        lag: dt.timedelta = dt.timedelta(minutes=DEFAULT_LAG_MINUTES),
        property_names: Mapping[str, str] | None = None,
        default_currency: str | None = None,
        backoff_seconds: float = 1.0,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare to read a portal; nothing is sent yet.

        Args:
            base_url: Address of the API.
            token: Of a private app with read scopes.
            lag: How far before the cursor a search begins: the search index trails the data.
            property_names: Column → the portal's own property, where it differs.
            default_currency: Of deals without one, in portals with a single currency.
            backoff_seconds: First pause after a failed request.
            timeout_seconds: How long the CRM may keep silent before a request is sent again.

        Raises:
            CrmAddressInsecure: the address is neither https nor local.
            CrmTokenMissing: the token is empty.
        """
        self._client = CrmClient(
            base_url, token, backoff_seconds=backoff_seconds, timeout_seconds=timeout_seconds
        )
        self._lag = lag
        self._renamed = dict(property_names or {})
        self._defaults = {"deal_currency_code": default_currency} if default_currency else {}

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: "Project") -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `token`, `base_url`, `lag_minutes`, `property_names` (column: property),
        `default_currency`, `timeout_seconds`; all but the token have a default.
        """
        return cls(
            base_url=str(settings.get("base_url", DEFAULT_BASE_URL)),
            token=str(settings.get("token") or ""),
            lag=dt.timedelta(minutes=float(settings.get("lag_minutes", DEFAULT_LAG_MINUTES))),
            property_names=settings.get("property_names"),
            default_currency=settings.get("default_currency"),
            timeout_seconds=float(settings.get("timeout_seconds", TIMEOUT_SECONDS)),
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over the CRM's tables.

        Companies, contacts and deals come whole on the first run and by changes, with all ids
        alive, afterwards. Stage history only grows: what a deal went through stays, also when
        the CRM forgets old versions. Owners and pipelines are small and always whole.

        Raises:
            CrmError: the CRM cannot be read; its subclasses name the reason and the remedy.
        """
        for kind in _KINDS:
            reading = self._read(kind, context)
            contract = CONTRACT_OF[kind]
            rows = object_rows(
                reading.objects,
                properties_of(kind, self._renamed),
                reading.companies,
                self._defaults,
            )
            whole = reading.present_ids is None
            yield Extract(
                table=contract.name,
                rows=arrow_rows(contract, rows),
                scope="full" if whole else "changes",
                present_keys=(
                    None if whole else pa.table({"id": pa.array(reading.present_ids, pa.string())})
                ),
                source_rows=reading.stated_rows,
            )
            if kind == "deals":
                history = arrow_rows(DEAL_STAGE_HISTORY, stage_rows(reading.objects))
                yield Extract(table=DEAL_STAGE_HISTORY.name, rows=history, scope="changes")
        yield self._whole(OWNERS.name, self._owners())
        pipelines = list_objects(self._client, "/crm/v3/pipelines/deals")
        yield self._whole(
            PIPELINE_STAGES.name, arrow_rows(PIPELINE_STAGES, pipeline_rows(pipelines))
        )

    def _read(self, kind: str, context: ExtractContext) -> _Reading:
        cursor = context.cursors.get(kind)
        reading = (
            self._read_whole(kind, context)
            if cursor is None
            else self._read_changes(kind, moment_of(cursor), context)
        )
        archived = list_objects(self._client, f"/crm/v3/objects/{kind}", archived=True)
        context.new_cursors[_archived(kind)] = ",".join(sorted({item["id"] for item in archived}))
        return reading

    def _read_whole(self, kind: str, context: ExtractContext) -> _Reading:
        # The cursor is taken before the listing: what changes meanwhile is read again next time.
        census = take_census(self._client, kind)
        listed = list_objects(
            self._client,
            f"/crm/v3/objects/{kind}",
            properties=list(properties_of(kind, self._renamed).values()),
            history=(STAGE_PROPERTY,) if kind == "deals" else (),
            associations=() if kind == "companies" else ("companies",),
        )
        objects = list(newest_by_id(listed).values())
        if census.last_modified is not None:
            context.new_cursors[kind] = text_of_moment(census.last_modified)
        companies = None if kind == "companies" else associated_companies(objects)
        # Objects made since the count are welcome; one counted but not listed is a lost one.
        return _Reading(objects, companies, None, max(census.total, len(objects)))

    def _read_changes(self, kind: str, cursor: dt.datetime, context: ExtractContext) -> _Reading:
        since = cursor - self._lag
        changed = changed_objects(self._client, kind, since)
        listed = newest_by_id(list_objects(self._client, f"/crm/v3/objects/{kind}"))
        # The listing shows what the search index does not know yet, and what was restored.
        late = {key for key, item in listed.items() if moment_of(item["updatedAt"]) >= since}
        was_archived = set(context.cursors.get(_archived(kind), "").split(","))
        ids = (changed.keys() | late | was_archived) & listed.keys()
        read = newest_by_id(
            read_objects(
                self._client,
                kind,
                ids,
                properties=list(properties_of(kind, self._renamed).values()),
                history=(STAGE_PROPERTY,) if kind == "deals" else (),
            )
        )
        newest = max(
            (moment_of(item["updatedAt"]) for item in [*changed.values(), *read.values()]),
            default=cursor,
        )
        context.new_cursors[kind] = text_of_moment(max(newest, cursor))
        companies = None if kind == "companies" else companies_of(self._client, kind, read.keys())
        return _Reading(list(read.values()), companies, sorted(listed), None)

    def _owners(self) -> pa.Table:
        path = "/crm/v3/owners"
        listed = [
            *list_objects(self._client, path, archived=False),
            *list_objects(self._client, path, archived=True),
        ]
        return arrow_rows(OWNERS, owner_rows(newest_by_id(listed).values()))

    @staticmethod
    def _whole(table: str, rows: pa.Table) -> Extract:
        return Extract(table=table, rows=rows, scope="full", source_rows=rows.num_rows)


def _archived(kind: str) -> str:
    return f"{kind}.archived"
