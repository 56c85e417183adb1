"""Keeps the demo company's CRM as the records an API serves: properties as text, ids in order.

**Belongs here**: turning frames of `CrmStore` into records.

**Keep out**: answering requests (`crm_objects`).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from ingestion.demo_company.crm_people import rows_of
from ingestion.demo_company.crm_store import PIPELINE_ID, PIPELINE_STAGES

MODIFIED_PROPERTY: Final = {
    "companies": "hs_lastmodifieddate",
    "contacts": "lastmodifieddate",
    "deals": "hs_lastmodifieddate",
}


class CrmRecord(NamedTuple):
    """One object as the API keeps it."""

    id: str
    properties: dict[str, str]
    created_at: str
    updated_at: str
    archived: bool
    company_id: str | None
    stages: list[dict[str, str]]
    """Versions of `dealstage`, newest first."""


def timestamp_text(milliseconds: int) -> str:
    """Write milliseconds since 1970 as the API does: UTC, milliseconds, a final Z."""
    moment = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def records_of(
    frame: pd.DataFrame, kind: str, history: pd.DataFrame | None = None
) -> list[CrmRecord]:
    """Make the records of one kind of object, in order of id.

    Args:
        frame: A frame of `CrmStore`.
        kind: companies, contacts or deals.
        history: The stages of deals.
    """
    stages: dict[str, list[dict[str, str]]] = {}
    if history is not None:
        for change in rows_of(history.sort_values("changed_ms", ascending=False)):
            stages.setdefault(change["deal_id"], []).append(
                {
                    "value": change["dealstage"],
                    "timestamp": timestamp_text(change["changed_ms"]),
                    "sourceType": change["source_type"],
                }
            )
    records = []
    for row in rows_of(frame):
        created, updated = timestamp_text(row["created_ms"]), timestamp_text(row["modified_ms"])
        properties = {
            name: str(value)
            for name, value in row.items()
            if isinstance(value, str) and name not in ("id", "company_id")
        }
        properties |= {
            "hs_object_id": row["id"],
            "createdate": created,
            MODIFIED_PROPERTY[kind]: updated,
        }
        if kind == "deals":
            properties |= _deal_properties(row)
        records.append(
            CrmRecord(
                row["id"],
                properties,
                created,
                updated,
                bool(row["archived"]),
                row.get("company_id"),
                stages.get(row["id"], []),
            )
        )
    records.sort(key=lambda record: id_order(record.id))
    return records


def _deal_properties(row: Mapping[str, Any]) -> dict[str, str]:
    probability = {stage.stage_id: stage.probability for stage in PIPELINE_STAGES}
    cents = int(row["amount_cents"])
    return {
        "amount": f"{cents // 100}.{cents % 100:02d}",
        "closedate": timestamp_text(row["close_ms"]),
        "pipeline": PIPELINE_ID,
        "hs_deal_stage_probability": probability[row["dealstage"]],
    }


def id_order(object_id: str) -> tuple[int, str]:
    """Order ids as numbers are ordered, whatever they are made of."""
    return len(object_id), object_id
