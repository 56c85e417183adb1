"""The blocks of a project file reach the four sources as they are documented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from landed_projects import project_at

from ingestion.registry import build_source
from ingestion.sources.crm.client import CrmTokenMissing
from ingestion.sources.plans.expectations import BUDGET_LINES


@pytest.mark.parametrize(
    ("name", "block", "tables"),
    [
        (
            "crm",
            {
                "base_url": "https://crm.example.com",
                "token": "from-a-secret",
                "lag_minutes": 5,
                "property_names": {"erp_order_number": "order_no"},
                "default_currency": "EUR",
                "timeout_seconds": 3,
            },
            ["companies", "contacts", "deals", "deal_stage_history", "owners", "pipeline_stages"],
        ),
        ("fx_rates", {"since": "2024-01-01", "currencies": ["CNY", "USD"]}, ["rates"]),
        ("fx_rates", {}, ["rates"]),
        (
            "expenses",
            {"folder": "claims", "defaults": {"entity_code": "LH-EU"}},
            ["claims", "claim_lines"],
        ),
        ("plans", {"folder": "plans"}, ["budget_lines", "sales_targets"]),
        ("group_structure", {"ownership_file": "ownership.csv"}, ["ownerships"]),
    ],
)
def test_a_documented_block_builds_the_source(
    name: str, block: dict[str, Any], tables: list[str], tmp_path: Path
) -> None:
    source = build_source(name, project_at(tmp_path, {name: block}))
    assert [contract.name for contract in source.tables] == tables


def test_stated_entity_currencies_become_a_rule_of_this_project_alone(tmp_path: Path) -> None:
    block = {"folder": "plans", "entity_currencies": {"LH-CN": "CNY"}}
    source = build_source("plans", project_at(tmp_path, {"plans": block}))
    budget_lines = source.tables[0]
    assert {rule.name for rule in budget_lines.rules} - {
        rule.name for rule in BUDGET_LINES.rules
    } == {"currency_is_the_entitys"}


def test_a_crm_without_a_token_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(CrmTokenMissing, match="token"):
        build_source("crm", project_at(tmp_path, {"crm": {}}))
