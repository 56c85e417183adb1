"""The rules every dbt model keeps: arrows, names, twins, grain, owner, descriptions, contract."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ingestion.registry import contracts_of

DOMAINS = {
    "calendar",
    "sales",
    "receivables",
    "payables",
    "treasury",
    "supply",
    "ledger",
    "statements",
    "planning",
}
# What a layer may read. A report may read another report of its own grain's making.
ARROWS = {
    "stg": {"source"},
    "int": {"stg", "int", "seed"},
    "dim": {"int", "dim", "seed"},
    "fct": {"int", "dim", "fct", "seed"},
    "rpt": {"int", "dim", "fct", "rpt", "seed"},
    "audit": {"int", "dim", "fct", "rpt", "audit", "seed"},
}


def models_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer_of(node: dict[str, Any]) -> str:
    return str(node["name"]).split("_", 1)[0] if node["resource_type"] == "model" else "seed"


def test_models_read_only_the_layers_below_them(manifest: dict[str, Any]) -> None:
    wrong = []
    for model in models_of(manifest):
        for dependency in model["depends_on"]["nodes"]:
            if dependency.startswith("source."):
                read = "source"
            else:
                read = layer_of(manifest["nodes"][dependency])
            if read not in ARROWS.get(layer_of(model), set()):
                wrong.append(f"{model['name']} reads {dependency}")
    assert wrong == []


def test_every_model_has_a_known_prefix_in_its_own_room(manifest: dict[str, Any]) -> None:
    wrong = []
    for model in models_of(manifest):
        parts = Path(model["path"]).parts
        layer = layer_of(model)
        room, folder = parts[0], parts[1] if len(parts) > 2 else ""
        fits = {
            "staging": layer == "stg" and model["name"].startswith(f"stg_{folder}__"),
            "intermediate": layer == "int" and folder in DOMAINS | {"audit"},
            "marts": layer in {"dim", "fct", "rpt"} and folder in DOMAINS,
            "audit": layer == "audit",
        }
        if not fits.get(room, False):
            wrong.append(model["path"])
    assert wrong == []


def test_every_model_has_its_twin(repository: Path) -> None:
    files = sorted((repository / "dbt_project" / "models").rglob("*.sql"))
    assert len(files) > 50
    assert [str(file) for file in files if not file.with_suffix(".yml").exists()] == []


def test_every_model_states_grain_owner_and_what_a_row_is(manifest: dict[str, Any]) -> None:
    wrong = []
    for model in models_of(manifest):
        meta = model["config"].get("meta", {})
        if not meta.get("grain"):
            wrong.append(f"{model['name']}: config.meta.grain")
        if not meta.get("owner"):
            wrong.append(f"{model['name']}: config.meta.owner")
        if not model["description"].startswith("One row per "):
            wrong.append(f"{model['name']}: description starts with 'One row per …'")
    assert wrong == []


def test_every_mart_has_a_contract_and_describes_every_column(manifest: dict[str, Any]) -> None:
    wrong = []
    for model in models_of(manifest):
        if layer_of(model) not in {"dim", "fct", "rpt", "audit"}:
            continue
        if not model["contract"]["enforced"]:
            wrong.append(f"{model['name']}: contract")
        wrong += [
            f"{model['name']}.{name}: description"
            for name, column in model["columns"].items()
            if len(column["description"].strip()) < 3
        ]
    assert wrong == []


def test_every_model_is_built_with_its_grain_required(manifest: dict[str, Any]) -> None:
    unguarded = [
        model["name"]
        for model in models_of(manifest)
        if "{{ require_grain() }}" not in {hook["sql"] for hook in model["config"]["post-hook"]}
    ]
    assert unguarded == []


def test_money_columns_are_decimal_and_named_alike(manifest: dict[str, Any]) -> None:
    wrong = []
    for model in models_of(manifest):
        if layer_of(model) not in {"dim", "fct", "rpt", "audit"}:
            continue
        for name, column in model["columns"].items():
            kind = str(column.get("data_type") or "").lower().replace(" ", "")
            is_money = re.search(r"(^|_)amount(_|$)", name) is not None
            if is_money and kind != "decimal(20,4)":
                wrong.append(f"{model['name']}.{name}: {kind}, wanted decimal(20,4)")
            if kind in {"double", "float", "real"}:
                wrong.append(f"{model['name']}.{name}: {kind}")
    assert wrong == []


def test_marts_never_learn_the_name_of_a_source(manifest: dict[str, Any]) -> None:
    sources = {source["source_name"] for source in manifest["sources"].values()}
    assert "raw_erp" in sources
    pattern = re.compile(r"\b(tryton|hubspot|adventureworks|camt|mt940)\b", re.IGNORECASE)
    wrong = [
        model["name"]
        for model in models_of(manifest)
        if layer_of(model) in {"dim", "fct", "rpt", "audit"} and pattern.search(model["raw_code"])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\bstrftime\b",
        r"\bgenerate_series\b",
        r"\bunnest\b",
        r"\bpivot\b",
        r"\bnvl\b",
        r"\barg_max\b",
        r"\bdayofweek\b",
        r"\basof\b",
        r"\bexclude\b",
        r"\bregexp_replace\b",
    ],
)
def test_models_stay_portable(repository: Path, forbidden: str) -> None:
    wrong = [
        str(file.relative_to(repository))
        for file in (repository / "dbt_project" / "models").rglob("*.sql")
        if re.search(forbidden, _without_comments(file.read_text()), re.IGNORECASE)
    ]
    assert wrong == []


def _without_comments(sql: str) -> str:
    sql = re.sub(r"\{#.*?#\}", "", sql, flags=re.DOTALL)
    return re.sub(r"--[^\n]*", "", sql)


def test_nothing_built_in_parts_waits_for_the_projections(manifest: dict[str, Any]) -> None:
    # The second dbt command of a run builds everything it builds; the memory of the first stays.
    late = ["source.ledgerhouse.raw_projections", "source.ledgerhouse.raw_landing"]
    ahead = [name for name in manifest["child_map"] if name.startswith(tuple(late))]
    assert ahead
    below: set[str] = set()
    while ahead:
        children = set(manifest["child_map"][ahead.pop()]) - below
        below |= children
        ahead.extend(children)
    parts = {"by_document", "by_cells", "by_day", "by_period", "empty_in_parts"}
    built_in_parts = [
        model["unique_id"] for model in models_of(manifest) if parts & set(model["config"]["meta"])
    ]
    assert built_in_parts
    assert below.isdisjoint(built_in_parts)


def test_what_is_empty_in_parts_is_of_books_the_rules_make(manifest: dict[str, Any]) -> None:
    # No entity has such books where documents are built alone, and who makes an entity's books is
    # a lookup of models built in parts: where it changes, everything is built.
    posting_sources = "model.ledgerhouse.int_posting_sources_resolved"
    empty = [
        model for model in models_of(manifest) if model["config"]["meta"].get("empty_in_parts")
    ]
    assert empty
    for model in empty:
        sql = " ".join(_without_comments(model["raw_code"]).split())
        assert "int_posting_sources_resolved') }} where posting_source = 'rule'" in sql
        assert re.search(r"inner join posting_sources on \w+\.entity_key =", sql), model["name"]
    assert [
        model["name"]
        for model in models_of(manifest)
        if model["config"]["meta"].get("by_document")
        and posting_sources in model["depends_on"]["nodes"]
    ]


def test_rows_that_name_documents_name_themselves(manifest: dict[str, Any]) -> None:
    # With one version of a row all others are found by its own key, which no version changes.
    naming = [one for one in manifest["sources"].values() if one["config"]["meta"].get("names")]
    assert naming
    for source in naming:
        contracts = contracts_of(source["source_name"].removeprefix("raw_"))
        (contract,) = (one for one in contracts if one.name == source["identifier"])
        (key,) = contract.key
        kind = source["config"]["meta"]["names"].get(key, "")
        assert kind.startswith("'"), f"{source['identifier']} does not name its own {key}"
