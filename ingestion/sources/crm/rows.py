"""Turns CRM objects into rows of the tables in `raw_crm`; values stay the text the API sent.

**Belongs here**: which property fills which column, and stages, teams and pipelines unfolded.

**Keep out**: reading (`paging`) and validation (`expectations`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from ingestion.landed_source import TableContract
from ingestion.sources.crm.expectations import COMPANIES, CONTACTS, DEALS
from ingestion.sources.crm.paging import CrmObject

STAGE_PROPERTY: Final = "dealstage"
CONTRACT_OF: Final = {"companies": COMPANIES, "contacts": CONTACTS, "deals": DEALS}
_NOT_PROPERTIES: Final = frozenset({"id", "company_id"})

Row = Mapping[str, str | int | None]


def properties_of(kind: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return column → property of the API, for the columns that are properties.

    Args:
        kind: companies, contacts or deals.
        renamed: Column → the portal's own name of that property.
    """
    names = [column.name for column in CONTRACT_OF[kind].columns]
    return {name: renamed.get(name, name) for name in names if name not in _NOT_PROPERTIES}


def object_rows(
    objects: Iterable[CrmObject],
    properties: Mapping[str, str],
    companies: Mapping[str, str] | None,
    defaults: Mapping[str, str],
) -> list[Row]:
    """Make one row per object.

    Args:
        objects: Companies, contacts or deals.
        properties: Column → property.
        companies: Object id → company id, or None for companies themselves.
        defaults: Column → value where the API has none.
    """
    rows: list[Row] = []
    for item in objects:
        values = item.get("properties") or {}
        row: dict[str, str | int | None] = {"id": str(item["id"])}
        for column, name in properties.items():
            # The API writes a cleared property as an empty text.
            row[column] = values.get(name) or defaults.get(column)
        if companies is not None:
            row["company_id"] = companies.get(str(item["id"]))
        rows.append(row)
    return rows


def associated_companies(objects: Iterable[CrmObject]) -> dict[str, str]:
    """Return object id → first associated company, from objects listed with associations."""
    found = {}
    for item in objects:
        links = ((item.get("associations") or {}).get("companies") or {}).get("results") or []
        if links:
            found[str(item["id"])] = str(links[0]["id"])
    return found


def stage_rows(deals: Iterable[CrmObject]) -> list[Row]:
    """Make one row per stage a deal entered, oldest first, repeated versions once."""
    rows: dict[tuple[str, str, str], Row] = {}
    for deal in deals:
        versions = (deal.get("propertiesWithHistory") or {}).get(STAGE_PROPERTY) or []
        for version in reversed(versions):
            if version.get("value"):
                key = (str(deal["id"]), version["timestamp"], version["value"])
                rows[key] = {
                    "deal_id": key[0],
                    "dealstage": version["value"],
                    "changed_at": version["timestamp"],
                    "source_type": version.get("sourceType"),
                }
    return list(rows.values())


def owner_rows(owners: Iterable[CrmObject]) -> list[Row]:
    """Make one row per CRM user; the team is the primary one, or else the first."""
    rows: list[Row] = []
    for owner in owners:
        teams: Sequence[Mapping[str, Any]] = owner.get("teams") or []
        primary = next((team for team in teams if team.get("primary")), teams[0] if teams else {})
        rows.append(
            {
                "id": str(owner["id"]),
                "email": owner.get("email") or None,
                "first_name": owner.get("firstName") or None,
                "last_name": owner.get("lastName") or None,
                "team": primary.get("name"),
                "archived": str(bool(owner.get("archived"))).lower(),
            }
        )
    return rows


def pipeline_rows(pipelines: Iterable[CrmObject]) -> list[Row]:
    """Make one row per pipeline and stage."""
    return [
        {
            "pipeline_id": str(pipeline["id"]),
            "stage_id": str(stage["id"]),
            "label": stage.get("label"),
            "display_order": _text(stage.get("displayOrder")),
            "probability": _text((stage.get("metadata") or {}).get("probability")),
            "is_closed": _text((stage.get("metadata") or {}).get("isClosed")),
        }
        for pipeline in pipelines
        for stage in pipeline.get("stages") or []
        if not stage.get("archived")
    ]


def arrow_rows(contract: TableContract, rows: Sequence[Row]) -> pa.Table:
    """Lay rows out as text columns in the order of the contract."""
    names = [column.name for column in contract.columns]
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
