"""Every dbt model as an asset: one translator, one dbt build before the projections, one after.

**Belongs here**: how a dbt node is named, grouped and owned in Dagster; the dbt command's
variables.

**Keep out**: SQL and business meaning (dbt_project).
"""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliInvocation,
    DbtProject,
    dbt_assets,
)
from dagster_dbt.errors import DagsterDbtCliRuntimeError
from dbt.artifacts.schemas.results import NodeStatus

from orchestration.build_scope import BuildScope
from orchestration.publication.gate import PublicationStopped
from orchestration.refusals import refusal_as_failure
from orchestration.resources import DbtCommand, ServedProject
from orchestration.settings import use_warehouse
from orchestration.touched_documents import choose_scope, remember_build
from orchestration.warehouse import open_warehouse

WRITER_POOL: Final = "warehouse"
RAW_SCHEMAS: Final = dg.AssetKey(["raw", "schemas"])
PROJECTIONS: Final = dg.AssetKey(["raw", "projections"])

_BUILD: Final = (
    "build",
    # dbt's unit tests prove the SQL, not the data: they belong to a change, not to a run.
    *("--exclude-resource-type", "unit_test"),
    # A test waits for the command after which all it reads has been built.
    *("--indirect-selection", "buildable"),
    # Putting models behind the tests of what they read takes seconds the other way.
    "--use-fast-test-edges",
)
_PROVE: Final = ("run", "--select", "+audit_invariant_history")
# How the dbt macros require_grain and require_fiscal_calendar begin what they say of a model.
_BROKEN_MODEL: Final = re.compile(r"(Grain|Fiscal calendar) broken: .*")
# How the dbt macros require_rows_kept and replace_rows begin what they say of a model.
_CHANGED_LOOKUP: Final = re.compile(r"Build everything: (.*)")
# What reads the projections, or landing's own record, which they complete.
_AFTER_PROJECTIONS: Final = "source:raw_projections+ source:raw_landing+"

# What Dagster shows of assets and checks that a build left out.
_UNCHANGED: Final = {"unchanged": True}


class DataTestsFailed(PublicationStopped):
    """Every grain must hold and every data test of severity error pass before a release is."""


class LookupsChanged(RuntimeError):
    """What documents are made with must stay as it was where only touched ones are built."""


class WarehouseTranslator(DagsterDbtTranslator):
    """Names dbt nodes for Dagster: a source is its landing asset, a group is a domain folder."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`raw_erp.account_move` is part of asset raw/erp; a model is schema/name."""
        if dbt_resource_props["resource_type"] == "source":
            source = str(dbt_resource_props["source_name"]).removeprefix("raw_")
            # Landing's own record is complete once the projections, which come last, have landed.
            return PROJECTIONS if source == "landing" else dg.AssetKey(["raw", source])
        return super().get_asset_key(dbt_resource_props)

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """As dbt says; seeds wait for the raw tables, which the models built with them read."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if unique_id.startswith("seed."):
            return spec.merge_attributes(deps=[RAW_SCHEMAS])
        return spec

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The domain folder a model lies in; `staging`, `seeds` and `audit` as they are."""
        if dbt_resource_props["resource_type"] == "source":
            return "landing"
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        _, layer, *rest = dbt_resource_props["fqn"]
        domain = rest[0] if layer in {"intermediate", "marts"} and len(rest) > 1 else layer
        return re.sub(r"\W", "_", str(domain))

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's own description; its SQL is one click away in the repository."""
        return str(dbt_resource_props.get("description", ""))

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """The `owner` of a model's meta, as an address or a team."""
        owner = str(dbt_resource_props.get("config", {}).get("meta", {}).get("owner", "")).strip()
        if not owner:
            return []
        if "@" in owner or owner.startswith("team:"):
            return [owner]
        return ["team:" + re.sub(r"[^\w-]+", "-", owner.lower())]


def build_warehouse_assets(manifest: Path) -> list[dg.AssetsDefinition]:
    """All seeds and models as two sets of assets; dbt's data tests are their checks.

    Each set is one dbt command. They are two by selection: Dagster would split one set into the
    same two by itself, and then name every model to dbt, which takes dbt seconds to look up.

    Args:
        manifest: Prepared `manifest.json`.
    """

    @dbt_assets(
        manifest=manifest,
        name="warehouse",
        exclude=_AFTER_PROJECTIONS,
        dagster_dbt_translator=WarehouseTranslator(),
        pool=WRITER_POOL,
    )
    def warehouse(
        context: dg.AssetExecutionContext, dbt: DbtCommand, served: ServedProject
    ) -> Iterator[Any]:
        """Build the seeds, and the models that need no projection."""
        home, variables = served.home, _variables(context, served)

        def choose() -> BuildScope:
            if context.is_subset:
                return BuildScope("only some models are built")
            with closing(open_warehouse(home.warehouse, read_only=False)) as connection:
                return choose_scope(connection, manifest, variables)

        try:
            scope, events = _build(context, dbt, served, variables, choose)
            # Nothing is said of models yet: they may turn out to need another build.
            yield from _said_of_all(context, list(events))
        except LookupsChanged as changed:
            scope, events = _build(
                context, dbt, served, variables, functools.partial(BuildScope, str(changed))
            )
            yield from events
        if not context.is_subset:
            with closing(open_warehouse(home.warehouse, read_only=False)) as connection:
                remember_build(connection, manifest, variables, scope)

    @dbt_assets(
        manifest=manifest,
        name="projected",
        select=_AFTER_PROJECTIONS,
        dagster_dbt_translator=WarehouseTranslator(),
        pool=WRITER_POOL,
    )
    def projected(
        context: dg.AssetExecutionContext, dbt: DbtCommand, served: ServedProject
    ) -> Iterator[Any]:
        """Build the models that read the projections, and the proof of the books."""
        variables = _variables(context, served) | {"keeps_last_build": True}
        moving = functools.partial(BuildScope, "projections move every run")
        _, events = _build(context, dbt, served, variables, moving)
        yield from events

    return [warehouse, projected]


def _variables(context: dg.AssetExecutionContext, served: ServedProject) -> dict[str, object]:
    project = served.project
    return {
        "run_id": context.run_id,
        "as_of_date": project.as_of.isoformat() if project.as_of else "",
        "presentation_currency": project.presentation_currency,
    }


def _build(
    context: dg.AssetExecutionContext,
    dbt: DbtCommand,
    served: ServedProject,
    variables: dict[str, object],
    choose: Callable[[], BuildScope],
) -> tuple[BuildScope, Iterator[Any]]:
    """Start to build what the run selects of a set, and of that what the scope chosen has.

    Returns the scope, and what dbt says, in one process that ends when all of it is heard.
    """
    use_warehouse(served.home.warehouse)
    target = served.home.dbt_target / str(context.op_execution_context.op_handle)
    scope_file = target / "scope.json"
    scope_file.unlink(missing_ok=True)
    arguments = [*_BUILD, "--vars", json.dumps(variables), f"--scope={scope_file}"]
    building = dbt.cli(arguments, context=context, target_path=target)
    try:
        # dbt takes seconds to load, and meanwhile leaves the warehouse alone.
        scope = choose()
    except BaseException:
        building.process.kill()
        raise
    context.log.info("Building %s", scope.describe())
    scope.write(scope_file)
    return scope, _events_of(building, dbt, served, variables)


def _events_of(
    building: DbtCliInvocation,
    dbt: DbtCommand,
    served: ServedProject,
    variables: dict[str, object],
) -> Iterator[Any]:
    """What dbt says while it builds; where it fails, why, in the words of the books."""
    try:
        yield from building.stream()
    except DagsterDbtCliRuntimeError:
        results = building.get_artifact("run_results.json")
        if lookup := _changed_lookup(results):
            raise LookupsChanged(lookup) from None
        sentences = failed_tests(results)
        if not sentences:
            raise
        # The invariants say in the words of the books what a failed test says in the words of
        # a model, so they are computed before the run gives up.
        proving = ["--vars", json.dumps({**variables, "require_grain": False})]
        dbt.cli([*_PROVE, *proving], target_path=served.home.dbt_target / "proof").wait()
        with refusal_as_failure():
            raise DataTestsFailed(
                sentences, "A model's or test's file in dbt_project/ says what must hold."
            ) from None


def _said_of_all(context: dg.AssetExecutionContext, said: Sequence[Any]) -> Iterator[Any]:
    """What dbt said, and that everything it left out stands, for nothing that reads has changed.

    Dagster skips whatever follows an asset that a step says nothing of, and wants to hear of each
    asset after those it reads.
    """
    built = [event for event in said if not _is_left_out(event)]
    outputs = {
        context.asset_key_for_output(event.output_name): event
        for event in built
        if isinstance(event, dg.Output)
    }
    for key in TopologicalSorter(context.assets_def.asset_deps).static_order():
        if key in context.selected_asset_keys:
            yield outputs.get(key) or dg.MaterializeResult(asset_key=key, metadata=_UNCHANGED)
    checked = set()
    for event in built:
        if isinstance(event, dg.AssetCheckResult):
            checked.add((event.asset_key, event.check_name))
        if not isinstance(event, dg.Output):
            yield event
    for check in sorted(context.selected_asset_check_keys):
        if (check.asset_key, check.name) not in checked:
            yield dg.AssetCheckResult(
                passed=True, asset_key=check.asset_key, check_name=check.name, metadata=_UNCHANGED
            )


def _is_left_out(event: Any) -> bool:
    """Whether dbt was asked for a node, and left it out (`orchestration.scoped_build`)."""
    status = (event.metadata or {}).get("status")
    return status is not None and status.value == NodeStatus.NoOp


def _changed_lookup(run_results: Mapping[str, Any]) -> str:
    """What the macro require_rows_kept says, if it does."""
    for one in run_results["results"]:
        if changed := _CHANGED_LOOKUP.search(str(one["message"])):
            return changed.group(1)
    return ""


def failed_tests(run_results: Mapping[str, Any]) -> list[str]:
    """One sentence per broken grain or calendar and per failed data test; none after other errors.

    Args:
        run_results: dbt's `run_results.json`.
    """
    sentences = []
    for one in run_results["results"]:
        name, message = one["unique_id"].split(".")[2], str(one["message"])
        if one["status"] == "fail":
            sentences.append(f"Data test {name} failed: {one['failures']} offending rows.")
        elif one["status"] == "error" and (broken := _BROKEN_MODEL.search(message)):
            sentences.append(f"{broken.group()}.")
        elif one["status"] == "error":
            return []
    return sentences
