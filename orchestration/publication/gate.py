"""Fail closed: what must hold before anybody may see a release.

**Belongs here**: reading `audit_invariant_results` and `audit_control_totals`, refusing by name.

**Keep out**: the invariants' SQL (dbt_project).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import duckdb

from orchestration.warehouse import has_relation, rows


class FailedInvariant(NamedTuple):
    """One result row that failed: which invariant, where, by how much, which record."""

    invariant_id: str
    invariant_name: str
    severity: str
    scope: str
    residual_amount: Decimal | None
    detail: str

    def sentence(self) -> str:
        """One line for a person: invariant, scope, residual and offending record."""
        residual = "" if self.residual_amount is None else f", off by {self.residual_amount:,.4f}"
        return (
            f"{self.invariant_id} ({self.invariant_name}) failed for {self.scope}{residual}: "
            f"{self.detail or 'no record named'}"
        )


class Invariants(NamedTuple):
    """Distinct invariants evaluated, those that failed as errors, those that warned."""

    total: int
    failed: int
    warned: int


class ControlTotals(NamedTuple):
    """Control totals compared and those where source ≠ landed + quarantined."""

    total: int
    disagreeing: int


class PublicationStopped(RuntimeError):
    """A release must pass its audit before it is published."""

    def __init__(self, sentences: list[str], remedy: str) -> None:
        self.sentences = sentences
        self.remedy = remedy
        super().__init__("\n".join([*sentences, remedy]))


class InvariantFailed(PublicationStopped):
    """Every error-severity invariant must hold before a release is published."""


class ControlTotalsDisagree(PublicationStopped):
    """What was landed plus what was quarantined must equal what the source states."""


class AuditMissing(PublicationStopped):
    """A warehouse without invariant results has not been audited."""


def pass_gate(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[Invariants, ControlTotals]:
    """Check that the warehouse may be published.

    Args:
        connection: Open warehouse (its default catalog).

    Returns:
        Counts for the manifest.

    Raises:
        AuditMissing: there are no invariant results.
        InvariantFailed: an error-severity invariant failed; each record is named.
        ControlTotalsDisagree: a control total differs; each table is named.
    """
    invariants, failures = read_invariants(connection)
    if invariants.total == 0:
        raise AuditMissing(
            ["audit.audit_invariant_results is empty: nothing was proved."],
            "Publication stopped; the last release stays in force. Run `ledgerhouse run`.",
        )
    errors = [failure for failure in failures if failure.severity == "error"]
    if errors:
        raise InvariantFailed(
            [failure.sentence() for failure in errors],
            "Publication stopped; the last release stays in force. Correct the named record in "
            "its source system, then run `ledgerhouse run` again.",
        )
    totals, disagreeing = read_control_totals(connection)
    if disagreeing:
        raise ControlTotalsDisagree(
            disagreeing,
            "Publication stopped; the last release stays in force. Run `ledgerhouse backfill` "
            "over the months concerned to land the source again; if it persists, look at the "
            "quarantined rows in audit.audit_contract_violations.",
        )
    return invariants, totals


def read_invariants(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[Invariants, list[FailedInvariant]]:
    """Counts of invariants and every failed result row, errors first."""
    if not has_relation(connection, "audit", "audit_invariant_results"):
        return Invariants(0, 0, 0), []
    results = rows(
        connection,
        "select invariant_id, invariant_name, severity, scope, residual_amount, detail, status "
        "from audit.audit_invariant_results order by severity, invariant_id, scope",
    )
    failures = [
        FailedInvariant(identifier, name, severity, scope or "everything", residual, detail or "")
        for identifier, name, severity, scope, residual, detail, status in results
        # A result that is neither passed nor failed proves nothing, so it counts as failed.
        if status != "passed"
    ]
    failed = {failure.invariant_id for failure in failures if failure.severity == "error"}
    warned = {failure.invariant_id for failure in failures} - failed
    total = len({row[0] for row in results})
    return Invariants(total, len(failed), len(warned)), failures


def read_control_totals(
    connection: duckdb.DuckDBPyConnection, source_name: str | None = None
) -> tuple[ControlTotals, list[str]]:
    """Count the newest control total per table and measure; name those that disagree.

    Args:
        connection: Open warehouse.
        source_name: Looks at one source only where given.
    """
    if not has_relation(connection, "raw_landing", "control_totals"):
        return ControlTotals(0, 0), []
    newest = rows(
        connection,
        "select source_name, table_name, measure, source_amount, quarantined_amount, "
        "landed_amount from raw_landing.control_totals "
        "where source_name = coalesce(?, source_name) "
        "qualify row_number() over (partition by source_name, table_name, measure "
        "order by recorded_at desc, load_id desc) = 1 "
        "order by source_name, table_name, measure",
        [source_name],
    )
    disagreeing = [
        f"Control total {source}.{table} ({measure}): the source states {stated}, "
        f"{landed} landed and {quarantined} were quarantined."
        for source, table, measure, stated, quarantined, landed in newest
        if stated is not None and stated != (landed or 0) + (quarantined or 0)
    ]
    return ControlTotals(len(newest), len(disagreeing)), disagreeing
